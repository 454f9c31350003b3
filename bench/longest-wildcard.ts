import { createMatcher } from '../shared/routing/matcher.ts';
import { parsePattern } from '../shared/routing/pattern.ts';
import { median } from './cells/median.ts';
import { type Figure, holds } from './figure.ts';

/** Wildcards of 256 characters, each with a value of 64 KiB that keeps every part of it hoping until the last byte. */
const HARD: Readonly<Record<string, readonly [wildcard: string, value: string]>> = {
  '`*a` 128 times': ['*a'.repeat(128), `${'a'.repeat(65_535)}b`],
  'one `*`, then 255 letters': [`*${'a'.repeat(254)}b`, 'a'.repeat(65_536)],
  '`*ab` 85 times': [`${'*ab'.repeat(85)}c`, 'aab'.repeat(21_845)],
  'words that come again': [`*${'abcdefg*'.repeat(31)}abcdef*`, 'abcdef'.repeat(10_922)],
};

/** Milliseconds for one event with each of them: the median of a tenth of a second. */
export function measureLongestWildcard(): readonly Figure[] {
  return Object.entries(HARD).flatMap(([name, [wildcard, value]]) => {
    const pattern = parsePattern({ data: { text: [{ wildcard }] } });
    if (!pattern.ok) throw new Error(`${pattern.error.message}: ${wildcard}`);
    const { match, matchBytes } = createMatcher([[0, { pattern: pattern.value }]]);
    const event = { data: { text: value } };
    const json = new TextEncoder().encode(JSON.stringify(event));
    return [
      toFigure(`${name}, from an object`, () => match(event)),
      toFigure(`${name}, from bytes`, () => matchBytes(json)),
    ];
  });
}

function toFigure(name: string, work: () => unknown): Figure {
  const times: number[] = [];
  const end = performance.now() + 100;
  while (times.length < 10 || performance.now() < end) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return holds(`A wildcard of 256 characters, a value of 64 KiB: ${name}`, median(times), 'ms', {
    target: '< 1 ms',
    most: 1,
  });
}
