import type { Block, Nested } from './facts.ts';
import { isBody } from './read-module.ts';

/** What Terraform itself takes in a block, whatever its provider says. */
const META: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['resource', new Set(['count', 'for_each', 'provider', 'depends_on', 'lifecycle', 'provisioner', 'connection'])],
  ['provider', new Set(['alias'])],
  ['data', new Set(['count', 'for_each', 'provider', 'depends_on', 'lifecycle'])],
]);

/** Compares a resource, data source or provider with its provider’s facts. Each finding begins with the place. */
export function checkBlock(
  body: object,
  facts: Block,
  { kind, at }: { readonly kind: string; readonly at: string },
): string[] {
  const meta = META.get(kind);
  const own = Object.entries(body).filter(([name]) => meta?.has(name) !== true);
  return compare(Object.fromEntries(own), facts, at);
}

function compare(body: Readonly<Record<string, unknown>>, facts: Block, at: string): string[] {
  const { dynamic, ...members } = body;
  const blocks = [...Object.entries(members), ...dynamicBlocks(dynamic)];
  return [
    ...Object.entries(members).flatMap(([name, value]) => checkMember(name, value, { facts, at })),
    ...dynamicBlocks(dynamic).flatMap(([name, values]) => checkDynamic(name, values, { facts, at })),
    ...missingFrom(new Set(blocks.map(([name]) => name)), facts, at),
  ];
}

type Where = { readonly facts: Block; readonly at: string };

function checkMember(name: string, value: unknown, { facts, at }: Where): string[] {
  const nested = facts.blocks?.[name];
  const type = facts.required?.[name] ?? facts.optional?.[name];
  if (nested !== undefined) return checkNested(name, value, { facts: nested, at });
  if (type === undefined) return [`${at}: ${facts.computed?.[name] ? 'can only read' : 'has no'} ${name}`];
  // A block is a list of objects; an argument that may be one is not told from it.
  const isBlock = Array.isArray(value) && value.length > 0 && value.every(isBody) && !/list|any/.test(type);
  return isBlock ? [`${at}: ${name} is a block, expected ${name} = … (${type})`] : [];
}

function checkNested(
  name: string,
  value: unknown,
  { facts, at }: { readonly facts: Nested; readonly at: string },
): string[] {
  if (!Array.isArray(value) || !value.every(isBody))
    return [`${at}: ${name} is an argument, expected a block, ${name} { … }`];
  const many =
    facts.max === 1 && value.length > 1 ? [`${at}: ${name} is there ${value.length} times, expected once`] : [];
  return [...many, ...value.flatMap((inner) => compare(inner, facts, `${at}.${name}`))];
}

/** hcl2json puts them under `dynamic`, by the name of the block that they make. */
function dynamicBlocks(dynamic: unknown): [string, unknown][] {
  return isBody(dynamic) ? Object.entries(dynamic) : [];
}

function checkDynamic(name: string, values: unknown, { facts, at }: Where): string[] {
  const nested = facts.blocks?.[name];
  if (nested === undefined) return [`${at}: has no block ${name} that could be dynamic`];
  return (Array.isArray(values) ? values.filter(isBody) : []).flatMap(
    ({ for_each, iterator, labels, content, ...rest }) => [
      ...(for_each === undefined ? [`${at}: the dynamic ${name} has no for_each`] : []),
      ...(content === undefined ? [`${at}: the dynamic ${name} has no content`] : []),
      ...Object.keys(rest).map((other) => `${at}: the dynamic ${name} has no ${other}`),
      ...(content === undefined ? [] : checkNested(name, content, { facts: nested, at })),
    ],
  );
}

function missingFrom(there: ReadonlySet<string>, { required = {}, blocks = {} }: Block, at: string): string[] {
  const must = Object.entries(blocks).flatMap(([name, { min }]) => (min === 1 ? [name] : []));
  return [
    ...Object.keys(required).flatMap((name) => (there.has(name) ? [] : [`${at}: ${name} is missing`])),
    ...must.flatMap((name) => (there.has(name) ? [] : [`${at}: the block ${name} is missing`])),
  ];
}
