import { isObject } from '../schemas/json.ts';
import type { Schema } from '../schemas/schema.ts';
import type { Handler } from './context.ts';
import {
  checkFields,
  type DeliverySettings,
  type Field,
  isOptional,
  isTypes,
  parseDelivery,
  type RetryDefinition,
  valid,
} from './fields.ts';
import { type Filter, parseFilters } from './filter.ts';
import { type Pattern, parsePattern } from './pattern.ts';

/** What a user writes: see docs/routes.md. Durations are texts such as '20s'. */
export type RouteDefinition<Data, Emits extends string> = {
  readonly name: string;
  /** One or more event types, exact. */
  readonly on: string | readonly string[];
  /** A content pattern over the event's JSON form: attributes at the top, the payload under `data`. */
  readonly where?: object;
  /** CloudEvents filters over the attributes, all of which must pass: docs/filters.md. */
  readonly filters?: readonly object[];
  /** Any Standard Schema; its output is the type of `event.data` in the handler. */
  readonly schema: Schema<Data>;
  readonly handle: Handler<Data, NoInfer<Emits>>;
  /** The event types that the handler may emit. */
  readonly emits?: readonly Emits[];
  readonly retry?: RetryDefinition;
  /** How long one run may take, 20 s unless told. */
  readonly timeout?: string;
  /** How long after its first try an event is given up, 24 h unless told. */
  readonly maxAge?: string;
  /** Keeps events of one subject in order within a lane. */
  readonly order?: 'subject';
};

/** A route made ready: durations in milliseconds, the pattern parsed. */
export type Route = DeliverySettings & {
  readonly kind: 'route';
  readonly name: string;
  readonly on: readonly string[];
  readonly where: Pattern | undefined;
  readonly filter: Filter | undefined;
  readonly schema: Schema;
  /** Takes what `schema` gives: only who has validated the data may call it. */
  readonly handle: Handler<never, string>;
  readonly emits: readonly string[];
  readonly order: 'subject' | undefined;
};

/** Checks one route. Throws an Error that names the route and the place: a deploy must fail, and not an event. */
export function route<Data, Emits extends string = never>(definition: RouteDefinition<Data, Emits>): Route {
  const { name, on, where, filters, schema, handle, emits = [], order } = definition;
  checkFields(FIELDS, definition);
  return {
    kind: 'route',
    name,
    on: typeof on === 'string' ? [on] : on,
    where: where === undefined ? undefined : valid(name, 'where', parsePattern(where)),
    filter: filters === undefined ? undefined : valid(name, 'filters', parseFilters(filters)),
    schema,
    handle: handle as Route['handle'], // the Data and Emits that were checked here are forgotten in the table
    emits,
    ...parseDelivery(definition),
    order,
  };
}

const FIELDS: readonly Field[] = [
  {
    field: 'on',
    expected: 'an event type or a list of them',
    holds: (value) => isTypes(typeof value === 'string' ? [value] : value) && value !== '',
  },
  { field: 'where', expected: 'a content pattern', holds: isOptional((value) => typeof value === 'object') },
  { field: 'filters', expected: 'an array of filters', holds: isOptional(Array.isArray) },
  {
    field: 'schema',
    expected: 'a Standard Schema, such as one of zod',
    // Some libraries' schemas are functions.
    holds: (value) => (typeof value === 'function' || isObject(value)) && '~standard' in value,
  },
  { field: 'handle', expected: 'a function', holds: (value) => typeof value === 'function' },
  { field: 'order', expected: '"subject"', holds: isOptional((value) => value === 'subject') },
];
