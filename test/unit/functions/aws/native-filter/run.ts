import fc from 'fast-check';
import type { CompiledAws } from '../../../../../functions/aws/native-filter.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import type { Alphabet } from '../../../../reference/alphabets.ts';
import { addUp, type Held, holdAgainst, type Message, type Source } from './hold-against.ts';

/** How a source is held against the router: messages for one table, made from events that are drawn. */
export type Trial<Drawn> = {
  readonly source: Source;
  readonly tables: fc.Arbitrary<{ readonly table: Table; readonly alphabet: Alphabet }>;
  readonly draw: (alphabet: Alphabet) => fc.Arbitrary<Drawn>;
  readonly toMessage: (aws: CompiledAws, drawn: Drawn) => Message;
};

const EVENTS = 20;

/** Holds at least so many pairs of a table and a message against each other. A failure names its pair. */
export function run<Drawn>({ source, tables, draw, toMessage }: Trial<Drawn>, pairs: number, seed: number): Held {
  const all: Held[] = [];
  const drawn = tables.chain(({ table, alphabet }) =>
    fc.array(draw(alphabet), { minLength: EVENTS, maxLength: EVENTS }).map((events) => ({ table, events })),
  );
  const property = fc.property(drawn, ({ table, events }) => {
    all.push(holdAgainst(table, source, (aws) => events.map((event) => toMessage(aws, event))));
  });
  fc.assert(property, { numRuns: Math.ceil(pairs / EVENTS), seed, endOnFailure: true });
  return addUp(all);
}
