import type { CloudEvent } from '../schemas/cloudevent.ts';
import type { DataOf } from '../schemas/events.ts';
import type { Context } from './context.ts';
import { parseDuration } from './duration.ts';
import {
  bad,
  checkFields,
  type DeliverySettings,
  type Field,
  isOptional,
  isTypes,
  parseDelivery,
  type RetryDefinition,
  refuse,
  valid,
} from './fields.ts';
import type { Outcome } from './outcome.ts';

/**
 * What a join’s function is given. `complete`: all came. `unless`: one came that closes the join. `due`: its time is up. `straggler`: one
 * came after the join was closed, and is the only part.
 */
export type Joined<Part extends string> = {
  readonly key: string;
  readonly why: 'complete' | 'unless' | 'due' | 'straggler';
  /** Every event that came, in the order in which they came. */
  readonly parts: readonly CloudEvent[];
  /** The first part of a type. */
  readonly get: <Type extends Part>(type: Type) => PartOf<Type> | undefined;
};

export type PartOf<Type extends string> = CloudEvent<DataOf<Type>> & { readonly data: DataOf<Type> };

/** A join's plain function; what it returns and throws means the same as a route's. */
export type JoinHandler<Part extends string, Emits extends string = never> = (
  joined: Joined<Part>,
  ctx: Context<Emits>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is what most users write
) => Promise<void | Outcome>;

/** What a user writes: see docs/routes.md. Durations are texts such as '24h'. */
export type JoinDefinition<Part extends string, Emits extends string> = {
  readonly name: string;
  /** The event type that starts it; what comes before only waits. */
  readonly opens: Part;
  /** The event types that must come too. */
  readonly all: readonly Part[];
  /** Event types that close it. */
  readonly unless?: readonly Part[];
  /** What the events have in common: an attribute's name such as `subject`, or a JSON Pointer such as `/data/orderId`. */
  readonly by: string;
  /** How long after the first event it is closed. */
  readonly within: string;
  /** Runs once when all came. */
  readonly handle: JoinHandler<NoInfer<Part>, NoInfer<Emits>>;
  /** Runs once when the join is closed, and for each event that comes after that. */
  readonly otherwise: JoinHandler<NoInfer<Part>, NoInfer<Emits>>;
  readonly emits?: readonly Emits[];
  readonly retry?: RetryDefinition;
  readonly timeout?: string;
  readonly maxAge?: string;
};

/** A join made ready: durations in milliseconds. */
export type Join = DeliverySettings & {
  readonly kind: 'join';
  readonly name: string;
  /** Every type that it waits for. */
  readonly on: readonly string[];
  readonly opens: string;
  readonly all: readonly string[];
  readonly unless: readonly string[];
  readonly by: string;
  readonly within: number;
  /** Takes the parts whose types it names: only who has checked their data may call it. */
  readonly handle: JoinHandler<never, string>;
  readonly otherwise: JoinHandler<never, string>;
  readonly emits: readonly string[];
};

/** Checks one join. Throws an Error that names the join and the place when nothing can complete it. */
export function join<Part extends string, Emits extends string = never>(definition: JoinDefinition<Part, Emits>): Join {
  const { name, opens, all, unless = [], by, handle, otherwise, emits = [] } = definition;
  checkFields(FIELDS, definition);
  checkCompletes(definition);
  return {
    kind: 'join',
    name,
    on: [...new Set([opens, ...all, ...unless])],
    opens,
    all,
    unless,
    by,
    handle: handle as Join['handle'], // the Part and Emits that were checked here are forgotten in the table
    otherwise: otherwise as Join['otherwise'], // likewise
    emits,
    ...parseDelivery(definition),
    within: valid(name, 'within', parseDuration(definition.within)),
  };
}

const FIELDS: readonly Field[] = [
  { field: 'opens', expected: 'an event type', holds: (value) => isTypes([value]) },
  { field: 'all', expected: 'a list of event types', holds: isTypes },
  {
    field: 'unless',
    expected: 'a list of event types',
    holds: isOptional((value) => Array.isArray(value) && (value.length === 0 || isTypes(value))),
  },
  {
    field: 'by',
    expected: 'an attribute such as "subject" or a JSON Pointer such as "/data/orderId"',
    holds: (value) => typeof value === 'string' && /^(?:[a-z0-9]+|\/data(?:\/(?:[^~/]|~[01])*)+)$/.test(value),
  },
  { field: 'within', expected: 'a duration', holds: (value) => typeof value === 'string' },
  { field: 'handle', expected: 'a function', holds: (value) => typeof value === 'function' },
  { field: 'otherwise', expected: 'a function', holds: (value) => typeof value === 'function' },
];

type Parts = { readonly name: string; readonly opens: string; readonly all: readonly string[] } & {
  readonly unless?: readonly string[];
  readonly emits?: readonly string[];
};

/** A type cannot both complete the join and close it, and the join cannot wait for what only itself emits. */
function checkCompletes({ name, opens, all, unless = [], emits = [] }: Parts): void {
  const twice = [opens, ...all].find((type, index, types) => types.indexOf(type) !== index);
  if (twice !== undefined) refuse(name, 'all', bad('types that differ, without the one in opens', twice));
  const both = unless.find((type) => type === opens || all.includes(type));
  if (both !== undefined) refuse(name, 'unless', bad('types that neither open nor complete it', both));
  const own = [opens, ...all, ...unless].find((type) => emits.includes(type));
  if (own !== undefined) refuse(name, 'emits', bad('types that it does not itself wait for', own));
}
