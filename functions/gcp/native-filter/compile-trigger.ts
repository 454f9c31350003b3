import type { Fitted } from '../../../shared/routing/demand/compiled.ts';
import { fitted } from '../../../shared/routing/demand/fitted.ts';
import type { Source } from '../../../shared/routing/demand/sources.ts';
import type { Table } from '../../../shared/routing/table.ts';
import type { Clause, Clauses, Draft } from './clause.ts';
import { canWrite, isTrue, TRUE, write } from './expression.ts';
import { keepOut } from './keep-out.ts';
import { letIn, type Types } from './let-in.ts';

/** Pub/Sub takes no more ("Quotas and limits", Pub/Sub documentation). */
export const MOST_BYTES = 256;

/** `filter` is the subscription's; "" lets everything through. */
export type PubSubFilter = { readonly filter: string };

/** The narrowest filter that Pub/Sub takes. */
export function compileTrigger(unrouted: Table['unrouted'], clauses: Clauses, types: Types): Source<PubSubFilter> {
  const { draft, whole } = narrowest(draftsOf(unrouted, clauses, types));
  const reason = whole > MOST_BYTES ? `the whole filter would have ${whole} bytes of ${MOST_BYTES}` : UNWRITABLE;
  const given = draft.given.length === 0 ? [] : [`${list(draft.given)} (${reason})`];
  const byType = new Map(clauses.wanted.map((clause) => [clause.type, fitOf(clause, draft, given)]));
  const why = [...given, ...clauses.wanted.flatMap(({ takes }) => takes.why)];
  const filter = write(draft.filter);
  return { trigger: { ...fitted(why, filter === '' ? 'none' : 'wider'), filter }, byType };
}

/** The last draft always fits. `whole` is the size of the first. */
function narrowest(drafts: Iterable<Draft>): { readonly draft: Draft; readonly whole: number } {
  let whole: number | undefined;
  for (const draft of drafts) {
    const size = Buffer.byteLength(write(draft.filter));
    whole ??= size;
    if (size <= MOST_BYTES) return { draft, whole };
  }
  return { draft: { filter: TRUE, given: ['every type'], open: new Set() }, whole: whole ?? 0 };
}

const UNWRITABLE = 'a type has characters that one does not see';

function draftsOf(unrouted: Table['unrouted'], clauses: Clauses, types: Types): Iterable<Draft> {
  const names = [...clauses.wanted, ...clauses.unwanted].map(({ type }) => type);
  const unwritable = names.filter((name) => !canWrite(name));
  if (unwritable.length > 0) return [{ filter: TRUE, given: ['every type'], open: new Set(names) }];
  return unrouted === 'drop' ? letIn(clauses, types) : keepOut(clauses);
}

function fitOf({ type, takes }: Clause, { open }: Draft, given: readonly string[]): Fitted {
  if (open.has(type)) return fitted([...given, ...takes.why], 'none');
  return fitted(takes.why, isTrue(takes.says) ? 'none' : 'wider');
}

const MOST_LISTED = 6;

function list(all: readonly string[]): string {
  const more = all.length > MOST_LISTED ? [`${all.length - MOST_LISTED} more`] : [];
  return [...all.slice(0, MOST_LISTED), ...more].join(', ');
}
