import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMatcher } from '../../shared/routing/matcher.ts';
import { type Pattern, parsePattern } from '../../shared/routing/pattern.ts';
import { type Batch, batches } from '../reference/batches.ts';
import { interpret } from '../reference/interpret.ts';
import { describeIf } from '../skip.ts';
import { REFUSALS } from '../unit/routing/pattern-cases/refusals.ts';
import { PATTERN_CASES } from '../unit/routing/pattern-cases.ts';
import { DIFFERENCES, type Disagreement } from './event-ruler/differences.ts';
import { type Answer, type EventRuler, findEventRuler, startEventRuler } from './event-ruler.ts';

const found = await findEventRuler();
const SIZE = { patterns: 25, events: 20 };
const BATCHES = 240;
const TIMEOUT = 5 * 60_000;

let ruler: EventRuler;
beforeAll(() => {
  if ('jars' in found) ruler = startEventRuler(found.jars);
});
afterAll(() => ruler?.close());

describeIf('jars' in found, 'missing' in found ? found.missing : '')('event-ruler itself', () => {
  it(
    `takes and matches what we do, in ${BATCHES * SIZE.patterns * SIZE.events} pairs of a pattern and an event`,
    async () => {
      const tally: Tally = { pairs: 0, matched: 0, refused: 0, disturbed: 0, known: new Map() };
      const property = fc.asyncProperty(batches(SIZE), async (batch) => {
        const unexplained: string[] = [];
        for (const pair of pairsOf(batch, await ask(batch))) {
          tally.pairs += 1;
          if (pair.theirs === true) tally.matched += 1;
          if (pair.theirs === undefined) tally.refused += 1;
          if (pair.ours === pair.theirs && pair.reference === pair.theirs) continue;
          const apart = { ...pair, theirs: await askApart(pair) };
          if (pair.ours === apart.theirs && pair.reference === apart.theirs) tally.disturbed += 1;
          else if (!isKnown(apart, tally)) unexplained.push(show(apart));
        }
        expect(unexplained.sort((a, b) => a.length - b.length).slice(0, 5)).toEqual([]);
      });
      await fc.assert(property, { numRuns: BATCHES, endOnFailure: true });
      process.stdout.write(`\n${toText(tally)}\n`);
      expect(tally.pairs).toBeGreaterThanOrEqual(100_000);
    },
    TIMEOUT,
  );

  it('agrees with every sentence about the language, but for those that say why not', async () => {
    const questions = PATTERN_CASES.map(({ pattern, event }) => ({ rule: pattern, events: [event] }));
    const answers = await ruler.ask(questions);
    const other = PATTERN_CASES.filter(({ matches }, index) => isMatch(answers[index], 0) !== matches);
    const expected = PATTERN_CASES.filter(({ rulerDiffers }) => rulerDiffers !== undefined);
    expect(other.map(({ sentence }) => sentence)).toEqual(expected.map(({ sentence }) => sentence));
  });

  it('refuses what we refuse', async () => {
    const answers = await ruler.ask(REFUSALS.map(({ pattern }) => ({ rule: pattern, events: [] })));
    const taken = REFUSALS.filter((_, index) => 'matches' in (answers[index] ?? {}));
    expect(taken.map(({ sentence }) => sentence)).toEqual([]);
  });
});

function ask({ patterns, events }: Batch): Promise<readonly Answer[]> {
  const texts = events.map(({ text }) => text);
  return ruler.ask(patterns.map(({ text }) => ({ rule: text, events: texts })));
}

type Pair = Disagreement & { readonly reference: boolean | undefined };

async function askApart({ pattern, event }: Pair): Promise<boolean | undefined> {
  const [answer] = await ruler.ask([{ rule: pattern.text, events: [event.text], apart: true }]);
  return isMatch(answer, 0);
}

function* pairsOf({ patterns, events }: Batch, answers: readonly Answer[]): Generator<Pair> {
  const parsed = patterns.map(({ text }) => parse(text));
  const matcher = createMatcher(parsed.flatMap((pattern, index) => (pattern ? [[index, { pattern }] as const] : [])));
  for (const [position, event] of events.entries()) {
    const wanted = new Set(matcher.matchBytes(Buffer.from(event.text)));
    for (const [index, pattern] of patterns.entries()) {
      const reference = interpret(pattern.value, event.value);
      yield {
        ...{ pattern, event, theirs: isMatch(answers[index], position) },
        ours: parsed[index] === undefined ? undefined : wanted.has(index),
        reference: reference === 'refused' ? undefined : reference,
      };
    }
  }
}

function isKnown(pair: Pair, { known }: Tally): boolean {
  const difference = pair.reference === pair.ours ? DIFFERENCES.find(({ explains }) => explains(pair)) : undefined;
  if (difference === undefined) return false;
  known.set(difference.name, (known.get(difference.name) ?? 0) + 1);
  return true;
}

function isMatch(answer: Answer | undefined, position: number): boolean | undefined {
  return answer === undefined || 'refused' in answer ? undefined : answer.matches.includes(position);
}

function parse(text: string): Pattern | undefined {
  const parsed = parsePattern(text);
  return parsed.ok ? parsed.value : undefined;
}

function show({ pattern, event, ours, theirs, reference }: Pair): string {
  const name = (answer: boolean | undefined) => (answer === undefined ? 'refused' : String(answer));
  return `${pattern.text} with ${event.text}: event-ruler ${name(theirs)}, ours ${name(ours)}, reference ${name(reference)}`;
}

type Tally = {
  pairs: number;
  matched: number;
  refused: number;
  /** Answered otherwise only where the conditions stand in one machine. */
  disturbed: number;
  readonly known: Map<string, number>;
};

function toText({ pairs, matched, refused, disturbed, known }: Tally): string {
  return [
    `${pairs} pairs: event-ruler matched ${matched} and refused ${refused}; otherwise than ours it answered`,
    `${disturbed} because the conditions of a rule disturb each other (alone they answer as ours)`,
    ...DIFFERENCES.map(({ name, reason }) => `${known.get(name) ?? 0} for ${name} (${reason})`),
  ].join('\n  ');
}
