import { type CompiledAws, compileRoutes } from '../../../../../functions/aws/native-filter.ts';
import type { Item } from '../../../../../shared/delivery/item.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import type { Answer } from '../../../../reference/native/answer.ts';
import { doesSomething } from './does-something.ts';

export type Source = keyof CompiledAws['triggers'];

/** A message as AWS would bring it: what the filter says of it, and the items that the router would find in it. */
export type Message = {
  readonly shown: string;
  readonly answer: Answer;
  readonly items: readonly Item<unknown>[];
  readonly plain: boolean;
};

export type Held = {
  readonly pairs: number;
  readonly kept: number;
  readonly checkedExactly: number;
  readonly fits: Readonly<Record<string, number>>;
};

export const NOTHING: Held = { pairs: 0, kept: 0, checkedExactly: 0, fits: {} };

export function compiled(table: Table): CompiledAws {
  const result = compileRoutes(table);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/**
 * Holds a source's filter against the router for these messages. Throws where it is narrower, or not exact where it says so; only `plain`
 * messages, which our own publishers write, are asked for the second.
 */
export function holdAgainst(table: Table, source: Source, toMessages: (aws: CompiledAws) => readonly Message[]): Held {
  const aws = compiled(table);
  const { fit } = aws.triggers[source] ?? { fit: 'absent' };
  const held = toMessages(aws).map((message) => holdOne({ table, source, aws }, message));
  return {
    pairs: held.length,
    kept: held.filter(({ kept }) => kept).length,
    checkedExactly: held.filter(({ isExact }) => isExact).length,
    fits: { [fit]: held.length },
  };
}

type Compared = { readonly table: Table; readonly source: Source; readonly aws: CompiledAws };

function holdOne({ table, source, aws }: Compared, { shown, answer, items, plain }: Message) {
  const wanted = items.map((item) => doesSomething(table, item));
  const what = () => `${JSON.stringify(aws.triggers[source])}\n  with ${shown}`;
  if (wanted.includes(true) && !answer.always) throw new Error(`Narrower: ${what()}`);
  const isExact = plain && items.every((item) => isExactFor(aws, source, item));
  if (isExact && answer.byRuler && wanted.every((one) => one === false)) throw new Error(`Not exact: ${what()}`);
  return { kept: !answer.byRuler, isExact };
}

/** What is claimed of events of its type: by each route that names it, or by the filter as a whole where none does. */
export function isExactFor({ routes, triggers }: CompiledAws, source: Source, { event }: Item<unknown>): boolean {
  if (!event.ok) return false;
  const naming = routes.filter(({ on }) => on.includes(event.value.type));
  if (naming.length === 0) return triggers[source]?.fit === 'exact';
  return naming.every((one) => one.triggers[source]?.fit === 'exact');
}

export function addUp(all: readonly Held[]): Held {
  const fits: Record<string, number> = {};
  for (const [fit, count] of all.flatMap((one) => Object.entries(one.fits))) fits[fit] = (fits[fit] ?? 0) + count;
  const sum = (of: (held: Held) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    pairs: sum(({ pairs }) => pairs),
    kept: sum(({ kept }) => kept),
    checkedExactly: sum(({ checkedExactly }) => checkedExactly),
    fits,
  };
}
