import type { Block, Nested } from './facts.ts';

/** A member of an interface or a class, by its own name and by Terraform's, which only its documentation gives. */
type Member = { readonly name: string; readonly optional: boolean; readonly type: string; readonly doc: string };
type Shapes = ReadonlyMap<string, readonly Member[]>;

/**
 * What the typings of a prebuilt CDKTF provider (`lib/NAME/index.d.ts`) say of one resource, data source or provider. Each member's documentation
 * links to its argument, by Terraform's name, and says so where it is a block.
 */
export function readTypings(text: string): Block {
  const type = /^export declare class (\w+) extends cdktf\.Terraform(?:Resource|DataSource|Provider)\b/m.exec(
    text,
  )?.[1];
  if (type === undefined)
    throw new Error('No class of a resource, data source or provider: expected a CDKTF provider’s index.d.ts');
  return toBlock(
    { interfaces: shapesOf(text, INTERFACE, MEMBER), classes: shapesOf(text, CLASS, GETTER) },
    `${type}Config`,
    type,
  );
}

const INTERFACE = /^export interface (\w+)[^{]*\{\n(.*?)^\}/gms;
const CLASS = /^export declare class (\w+)[^{]*\{\n(.*?)^\}/gms;
const MEMBER = /^ {4}(?:\/\*\*(.*?)\*\/\n {4})?readonly (\w+)(\?)?: (\{.*?\}.*?|[^{]*?);$/gms;
const GETTER = /^ {4}()get (\w+)\(\)(): (.*?);$/gm;

function shapesOf(text: string, container: RegExp, member: RegExp): Shapes {
  return new Map(
    Array.from(text.matchAll(container), ([, name = '', body = '']) => [
      name,
      Array.from(body.matchAll(member), ([, doc = '', own = '', mark = '', type = '']) => ({
        name: own,
        optional: mark === '?',
        type,
        doc,
      })),
    ]),
  );
}

type Typings = { readonly interfaces: Shapes; readonly classes: Shapes };

function toBlock(typings: Typings, shape: string, reader: string): Block {
  const settable = (typings.interfaces.get(shape) ?? []).filter(
    (member) => shape !== `${reader}Config` || !isAddedId(member),
  );
  const plain = settable.filter((member) => !isBlock(member));
  const known = new Set(settable.map(({ name }) => name));
  const read = (typings.classes.get(reader) ?? []).filter(({ name }) => !known.has(name) && !isOfTheClass(name, known));
  return withoutEmpty({
    required: typesOf(plain.filter(({ optional }) => !optional)),
    optional: typesOf(plain.filter(({ optional }) => optional)),
    computed: Object.fromEntries(read.map(({ name, type }) => [toSnake(name), toType(type)])),
    blocks: Object.fromEntries(
      settable.filter(isBlock).map((member) => [terraformName(member), toNested(typings, member)]),
    ),
  });
}

function toNested(typings: Typings, { type, optional }: Member): Nested {
  const shape = /^\w+/.exec(type)?.[0] ?? '';
  return {
    ...(optional ? {} : { min: 1 as const }),
    ...(type.includes('[]') ? {} : { max: 1 as const }),
    ...toBlock(typings, shape, `${shape}OutputReference`),
  };
}

/** CDKTF lets every resource have an id to set, and warns of it wherever one is; that of a nested block is its own. */
function isAddedId({ name, doc }: Member): boolean {
  return name === 'id' && doc.includes('automatically added');
}

function isBlock({ doc }: Member): boolean {
  return /\* \w+ block$/m.test(doc);
}

/** What the classes have beside attributes: what was given for each, and what CDKTF itself keeps there. */
function isOfTheClass(name: string, known: ReadonlySet<string>): boolean {
  return name === 'internalValue' || name === 'fqn' || (name.endsWith('Input') && name !== 'Input') || known.has(name);
}

function typesOf(members: readonly Member[]): Record<string, string> {
  return Object.fromEntries(members.map((member) => [terraformName(member), toType(member.type)]));
}

function terraformName({ name, doc }: Member): string {
  return /#(\w+) \w+#\w+\}/.exec(doc)?.[1] ?? toSnake(name);
}

function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Terraform's type; lists and sets look alike in the typings, and so do objects of all kinds. */
function toType(type: string): string {
  const plain = type.replace(/ \| cdktf\.IResolvable$/, '').replaceAll(/\s+/g, ' ');
  const map = /^\{ \[key: string\]: (.*?);? \}$/.exec(plain);
  if (map !== null) return `map(${toType(map[1] ?? '')})`;
  const list = /^\(?(.*?)\)?\[\]$/.exec(plain);
  if (list !== null) return `list(${toType(list[1] ?? '')})`;
  return SIMPLE.get(plain) ?? 'any';
}

const SIMPLE = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['boolean', 'bool'],
  ['cdktf.IResolvable', 'bool'],
  ['cdktf.StringMap', 'map(string)'],
]);

function withoutEmpty<T extends Readonly<Record<string, object>>>(block: T): Partial<T> {
  const kept = Object.entries(block).filter(([, members]) => Object.keys(members).length > 0);
  return Object.fromEntries(kept) as Partial<T>; // a part of it
}
