import fc from 'fast-check';
import type { Fit } from '../../../shared/routing/demand/compiled.ts';
import type { Table } from '../../../shared/routing/table.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { doesSomething } from './does-something.ts';
import { tables } from './tables.ts';

/** What came of one table and one message: `events` are those that the router would find in it. */
export type Trial = {
  /** Whether it passes however the documentation is read, and whether it does in some way that is documented. */
  readonly always: boolean;
  readonly ever: boolean;
  readonly events: readonly CloudEvent[];
  /** Something in it is broken in a way that the platform can tell, and becomes a dead letter. */
  readonly broken: boolean;
  /** The filter claims to be exact for such a message. */
  readonly judged: boolean;
};

export type Compiled = {
  readonly fit: Fit;
  /** How well the filter does for events of a type, where some route names it. */
  readonly fitOf: (type: string) => Fit | undefined;
};

/** A cloud's source: how its filter is made, messages for a table, and what comes of one. */
export type Source<Filter extends Compiled, Message> = {
  readonly compile: (table: Table) => Filter | undefined;
  readonly messages: (table: Table) => fc.Arbitrary<Message>;
  readonly test: (filter: Filter, message: Message) => Trial;
};

export type Counts = { pairs: number; kept: number; exact: number; wider: number; none: number; claims: number };

const MESSAGES = 20;
/** The error names the pair; all the others around it would hide it. */
const SHORT = { [fc.toStringMethod]: () => 'a table and messages' };

/** Holds a source against the router in so many pairs of a table and a message. Throws where a filter is narrower, or not what it says. */
export function run<Filter extends Compiled, Message>(
  { compile, messages, test }: Source<Filter, Message>,
  { pairs, seed }: { readonly pairs: number; readonly seed: number },
): Counts {
  const counts: Counts = { pairs: 0, kept: 0, exact: 0, wider: 0, none: 0, claims: 0 };
  const drawn = tables.chain((table) =>
    fc.array(messages(table), { minLength: MESSAGES, maxLength: MESSAGES }).map((all) => ({ table, all, ...SHORT })),
  );
  const property = fc.property(drawn, ({ table, all }) => {
    const filter = compile(table);
    if (filter === undefined) return;
    counts[filter.fit]++;
    for (const message of all) {
      const found = check({ table, filter, message }, test(filter, message));
      counts.pairs++;
      counts.kept += Number(found.kept);
      counts.claims += Number(found.claim);
    }
  });
  const numRuns = Math.ceil(pairs / MESSAGES);
  fc.assert(property, { numRuns, seed, endOnFailure: true, includeErrorInReport: true });
  return counts;
}

type Pair = { readonly table: Table; readonly filter: Compiled; readonly message: unknown };

function check({ table, filter, message }: Pair, { always, ever, events, broken, judged }: Trial) {
  const wanted = broken || events.some((event) => doesSomething(table, event));
  const fits = events.map(({ type }) => filter.fitOf(type) ?? filter.fit);
  const claim = judged && events.length > 0 && fits.every((fit) => fit === 'exact');
  const lets = judged && events.some(({ type }) => filter.fitOf(type) === 'none');
  const what = () =>
    JSON.stringify({
      filter,
      message,
      events,
      unrouted: table.unrouted,
      routes: table.routes.map(({ on, emits }) => ({ on, emits })),
    });
  if (wanted && !always) throw new Error(`Narrower: ${what()}`);
  if (claim && ever && !wanted) throw new Error(`Not exact: ${what()}`);
  if (lets && !always) throw new Error(`It keeps out something after all: ${what()}`);
  return { kept: !ever, claim };
}
