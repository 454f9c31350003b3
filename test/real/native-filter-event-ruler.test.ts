import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../../functions/aws/decode.ts';
import type { Item } from '../../shared/delivery/item.ts';
import type { Written } from '../reference/batches.ts';
import type { Json } from '../reference/json.ts';
import { spell } from '../reference/spell.ts';
import { describeIf } from '../skip.ts';
import { doesSomething } from '../unit/functions/aws/native-filter/does-something.ts';
import { cloudEvents } from '../unit/functions/aws/native-filter/events.ts';
import { compiled, isExactFor } from '../unit/functions/aws/native-filter/hold-against.ts';
import { type Made, tablesOf } from '../unit/functions/aws/native-filter/tables.ts';
import { toEnvelope } from '../unit/functions/aws/native-filter/wire.ts';
import { LIMITS } from '../unit/functions/decoded.ts';
import { DIFFERENCES } from './event-ruler/differences.ts';
import { type EventRuler, findEventRuler, startEventRuler } from './event-ruler.ts';

const found = await findEventRuler();
const TABLES = 1_500;
const EVENTS = 20;
const TIMEOUT = 3 * 60_000;

let ruler: EventRuler;
beforeAll(() => {
  if ('jars' in found) ruler = startEventRuler(found.jars);
});
afterAll(() => ruler?.close());

type Drawn = Made & { readonly events: readonly { readonly [key: string]: Json }[] };

const drawn: fc.Arbitrary<Drawn> = tablesOf({ least: 1, most: 4, openOneIn: 8 }).chain((made) =>
  fc
    .array(cloudEvents(made.alphabet, false), { minLength: EVENTS, maxLength: EVENTS })
    .map((events) => ({ ...made, events })),
);

describeIf('jars' in found, 'missing' in found ? found.missing : '')('event-ruler itself', () => {
  it(
    `takes the patterns of ${TABLES} tables, lets through what the router does anything with, and no more where that is said`,
    async () => {
      const tally = { pairs: 0, passed: 0, exact: 0, disturbed: 0, known: new Map<string, number>() };
      const property = fc.asyncProperty(drawn, async (one) => {
        const unexplained = (await pairsOf(one)).flatMap((pair) => judge(pair, tally));
        expect(unexplained).toEqual([]);
      });
      await fc.assert(property, { numRuns: TABLES, endOnFailure: true });
      process.stdout.write(`\n${JSON.stringify({ ...tally, known: Object.fromEntries(tally.known) })}\n`);
      expect(tally.exact).toBeGreaterThan((TABLES * EVENTS) / 20);
      expect(tally.passed).toBeGreaterThan((TABLES * EVENTS) / 20);
    },
    TIMEOUT,
  );
});

type Pair = {
  readonly pattern: Written;
  readonly event: Written;
  readonly wanted: boolean;
  readonly isExact: boolean;
  readonly passes: boolean;
  /** With each alternative and each condition in a machine of its own. */
  readonly apart: boolean;
};

async function pairsOf({ table, events }: Drawn): Promise<readonly Pair[]> {
  const aws = compiled(table);
  const value = aws.triggers.events?.eventPattern as unknown as Json; // it is written as JSON
  const pattern = { value, text: JSON.stringify(value) };
  const envelopes = events.map((event) => toWritten(toEnvelope(event)));
  const texts = envelopes.map(({ text }) => text);
  const [together, apart] = await ruler.ask([
    { rule: pattern.text, events: texts },
    { rule: pattern.text, events: texts, apart: true },
  ]);
  if (together === undefined || apart === undefined || 'refused' in together || 'refused' in apart)
    throw new Error(`event-ruler refuses ${pattern.text}: ${JSON.stringify(together)}`);
  return envelopes.map((event, index) => {
    const [item] = decode(event.value, LIMITS);
    return {
      ...{ pattern, event, wanted: item !== undefined && doesSomething(table, item) === true },
      isExact: item !== undefined && isExactFor(aws, 'events', item as Item<unknown>),
      passes: together.matches.includes(index),
      apart: apart.matches.includes(index),
    };
  });
}

function toWritten(value: Json): Written {
  const text = spell(value, { seed: 0 });
  return { text, value: JSON.parse(text) as Json }; // what JSON.parse gives
}

type Tally = { pairs: number; passed: number; exact: number; disturbed: number; readonly known: Map<string, number> };

function judge(pair: Pair, tally: Tally): readonly string[] {
  const { pattern, event, wanted, isExact, passes, apart } = pair;
  tally.pairs += 1;
  if (passes) tally.passed += 1;
  if (isExact) tally.exact += 1;
  const isRight = (answer: boolean) => (wanted ? answer : !answer || !isExact);
  if (isRight(passes)) return [];
  if (isRight(apart)) {
    tally.disturbed += 1;
    return wanted ? [`disturbed: ${pattern.text} with ${event.text}`] : [];
  }
  const difference = DIFFERENCES.find(({ explains }) => explains({ pattern, event, ours: wanted, theirs: passes }));
  if (difference === undefined) return [`${wanted ? 'narrower' : 'not exact'}: ${pattern.text} with ${event.text}`];
  const name = `${wanted ? 'narrower' : 'not exact'}: ${difference.name}`;
  tally.known.set(name, (tally.known.get(name) ?? 0) + 1);
  return [];
}
