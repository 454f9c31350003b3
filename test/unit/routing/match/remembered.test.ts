import { describe, expect, it } from '@jest/globals';
import { createEventBytes } from '../../../../shared/routing/match/bytes/event-bytes.ts';
import { createKeyTable } from '../../../../shared/routing/match/bytes/keys.ts';
import { createScanner } from '../../../../shared/routing/match/bytes/scanner.ts';
import { clearLeaves, createLeaves } from '../../../../shared/routing/match/leaves.ts';
import { createPaths, type KnownKey, keyAfter } from '../../../../shared/routing/match/paths.ts';

/** Each begins with a name of its own, which is remembered, and goes on with names that never come again. */
const EVENTS = Array.from({ length: 40 }, (_, event) => [
  's'.repeat(1 + event),
  ...Array.from({ length: 1_500 }, (_, index) => `n${event}_${1_000 + index}`),
]);

describe('what is remembered of names that come once', () => {
  it('does not grow with the events, where these are bytes', () => {
    const keys = createKeyTable(createPaths(['type']));
    const leaves = createLeaves([]);
    const scan = createScanner(keys, leaves, () => false);
    const load = createEventBytes();
    for (const names of EVENTS) {
      const json = Buffer.from(`{${names.map((name) => `"${name}":"value"`).join()}}`);
      clearLeaves(leaves);
      expect(scan(load(json).view, json.length)).toBe(json.length);
    }
    expect(reachable([keys.steps.first, ...keys.steps.byLength.flat()])).toBeLessThanOrEqual(4_096);
  });

  it('does not grow with the length of the names', () => {
    const keys = createKeyTable(createPaths(['type']));
    const scan = createScanner(keys, createLeaves([]), () => false);
    const load = createEventBytes();
    for (let index = 0; index < 200; index++) {
      const json = Buffer.from(`{"${'x'.repeat(100_000 + index)}":1}`);
      expect(scan(load(json).view, json.length)).toBe(json.length);
    }
    expect(keys.steps.byLength.flat()).toEqual([]);
    expect([...keys.byText.keys()]).toEqual(['type']);
    expect(keys.steps.first?.bytes.fours).toHaveLength(0);
  });

  it('does not grow with the length of the names of objects', () => {
    const root = createPaths(['type']);
    for (let index = 0; index < 200; index++) keyAfter(root, undefined, 'x'.repeat(100_000 + index));
    expect([root.first, root.known.size]).toEqual([undefined, 0]);
  });

  it('does not grow with the events, where these are objects', () => {
    const root = createPaths(['type']);
    for (const [first = ''] of EVENTS) keyAfter(root, undefined, first);
    for (const names of EVENTS) {
      let known: KnownKey | undefined;
      for (const name of names) known = keyAfter(root, known, name);
    }
    expect(reachable([root.first, ...root.known.values()])).toBeLessThanOrEqual(1_025);
  });
});

type Linked = { readonly next: Linked | undefined };

/** How many there are, counted with those that come after them. */
function reachable(from: readonly (Linked | undefined)[]): number {
  const all = new Set<Linked>();
  for (const start of from) for (let one = start; one !== undefined && !all.has(one); one = one.next) all.add(one);
  return all.size;
}
