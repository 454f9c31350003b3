import { attribute, type CloudEvent } from '../../schemas/cloudevent.ts';
import { isObject } from '../../schemas/json.ts';
import { JOIN_DUE, type Table, type Target } from '../table.ts';
import { describeMiss } from './describe-miss.ts';
import type { Failure } from './failure.ts';
import { filterFailure } from './filter-failure.ts';
import { findMiss, type Miss } from './find-miss.ts';
import { inWords } from './in-words.ts';
import { showValue } from './shorten.ts';

/** What a route thinks of an event. `miss` is the condition of its pattern that does not hold. */
export type Verdict = {
  readonly target: Target;
  readonly matched: boolean;
  readonly failed?: Failure;
  readonly miss?: Miss;
};

/** One verdict for each route of the table, in its order. */
export function judge(table: Table, event: CloudEvent): readonly Verdict[] {
  const matched = new Set(table.match(event));
  return table.routes.map((target) =>
    matched.has(target) ? { target, matched: true } : { target, matched: false, ...findFailure(target, event) },
  );
}

type Found = { readonly failed: Failure; readonly miss?: Miss };

function findFailure(target: Target, event: CloudEvent): Found {
  const failed = checkType(target, event) ?? checkAddress(target, event);
  return failed === undefined ? checkConditions(target, event) : { failed };
}

function checkType(target: Target, event: CloudEvent): Failure | undefined {
  if (event.type === JOIN_DUE && target.kind === 'join') return checkDue(target, event);
  if (target.on.includes(event.type)) return undefined;
  return { at: '/type', wanted: anyOf(target.on), got: showValue(event.type) };
}

/** The event by which a join is woken is for the join that it names. */
function checkDue({ name }: Target, { data }: CloudEvent): Failure | undefined {
  const join = isObject(data) ? data.join : undefined;
  return join === name ? undefined : { at: '/data/join', wanted: showValue(name), got: showValue(join) };
}

/** A redriven event is for one route alone. */
function checkAddress({ name }: Target, event: CloudEvent): Failure | undefined {
  const address = attribute(event, 'waybillroute');
  if (address === undefined || address === name) return undefined;
  return { at: '/waybillroute', wanted: `${showValue(name)} or nothing there`, got: showValue(address) };
}

function checkConditions(target: Target, event: CloudEvent): Found {
  const { where, filter } = target.kind === 'route' ? target : {};
  const miss = where === undefined ? undefined : findMiss(where, event);
  if (miss !== undefined) return { failed: describeMiss(miss, event), miss };
  const failed = filter === undefined ? undefined : filterFailure(filter, event);
  return { failed: failed ?? { at: '', wanted: 'an event that the route’s conditions take', got: 'another' } };
}

function anyOf(texts: readonly string[]): string {
  return inWords(texts.map((value) => ({ kind: 'equals', value })));
}
