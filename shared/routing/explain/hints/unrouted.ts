import { attribute, parseCloudEvent } from '../../../schemas/cloudevent.ts';
import { describe } from '../../../schemas/result.ts';
import { nearest } from '../../match/nearest.ts';
import { SWEEP } from '../../table.ts';
import type { Facts } from '../find-hints.ts';
import { listed, showValue } from '../shorten.ts';

/** For an event that nobody wants: what comes nearest, and what becomes of the event. */
export function hintUnrouted(facts: Facts): readonly string[] {
  const { event, verdicts } = facts;
  if (verdicts.some(({ matched }) => matched)) return [];
  const parsed = parseCloudEvent(event);
  if (!parsed.ok) return [`not a valid CloudEvent: ${describe(parsed.error)}; it would become a dead letter`];
  if (event.type === SWEEP) return [`${SWEEP} is the router’s own: it wakes what is due, and goes to no route`];
  const address = attribute(event, 'waybillroute');
  if (address !== undefined) return hintAddressed(facts, address);
  return [...hintType(facts), ...hintNearest(facts), becomes(facts)];
}

function hintAddressed({ table }: Facts, address: unknown): readonly string[] {
  const names = table.routes.map(({ name }) => name);
  const guess = names.includes(String(address)) ? undefined : nearest(String(address), names);
  const meant = guess === undefined ? '' : `: did you mean ${showValue(guess)}?`;
  return [
    `the event is for the route ${showValue(address)} alone, as its waybillroute says${meant}`,
    'no route of that name wants it: it becomes a dead letter, unrouted',
  ];
}

/** A type that was mistyped, and who would get the event under the right one. */
function hintType({ table, event }: Facts): readonly string[] {
  const types = [...new Set(table.routes.flatMap(({ on }) => on))];
  if (types.includes(event.type)) return [];
  const alike = types.find((type) => type.toLowerCase() === event.type.trim().toLowerCase());
  const guess = alike ?? nearest(event.type, types);
  if (guess === undefined) return [];
  const names = table.match({ ...event, type: guess }).map(({ name }) => name);
  const goes = names.length === 0 ? '' : ` With that type it would go to ${listed(names, 'and')}.`;
  return [`the type is ${showValue(event.type)}: did you mean ${showValue(guess)}?${goes}`];
}

/** The routes of which the fewest conditions fail, where there is a choice. */
function hintNearest({ verdicts }: Facts): readonly string[] {
  const missed = verdicts.flatMap(({ target, miss }) => (miss === undefined ? [] : [{ name: target.name, miss }]));
  const [best, ...others] = missed.toSorted((a, b) => fails(a.miss) - fails(b.miss));
  if (best === undefined || others.length === 0) return [];
  const equal = others.filter(({ miss }) => fails(miss) === fails(best.miss));
  const equalNames = [best, ...equal].map(({ name }) => name);
  const count = fails(best.miss);
  return [
    `nearest: ${listed(equalNames, 'and')}, where ${count === 1 ? 'one condition fails' : `${count} conditions fail`}`,
  ];
}

function fails({ failing }: { readonly failing: number }): number {
  return Math.max(1, failing);
}

function becomes({ table, event }: Facts): string {
  const type = showValue(event.type);
  const emitters = table.routes.filter(({ emits }) => emits.includes(event.type)).map(({ name }) => name);
  if (table.routes.some(({ on }) => on.includes(event.type)))
    return `the conditions of every route that names the type ${type} fail: the event is done, skipped`;
  if (emitters.length > 0)
    return `no route wants the type ${type}, which ${listed(emitters, 'and')} may emit: the event is done, skipped`;
  if (table.knows(event.type)) return `the type ${type} is the router’s own: the event is done, skipped`;
  if (table.unrouted === 'drop') return `no route names or emits the type ${type}: the event is dropped`;
  return `no route names or emits the type ${type}: the event becomes a dead letter, unrouted`;
}
