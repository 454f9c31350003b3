import { Refusal } from '../refusal.ts';
import type { Descriptor, FieldDescriptor, PubSubProto } from './proto.ts';
import { readWellKnown, writeWellKnown } from './proto-json-known.ts';

type Types = PubSubProto['types'];
type Fields = Readonly<Record<string, unknown>>;

/**
 * A protocol buffer's object from its JSON form. Names may be in either spelling; an unknown name or a value of the wrong kind is
 * INVALID_ARGUMENT. "ProtoJSON Format" in the Protocol Buffers documentation.
 */
export function fromJson(types: Types, type: Descriptor, json: unknown): Fields {
  if (!isObject(json)) throw invalid(`expected an object for ${type.name}`);
  const given = Object.entries(json).filter(([, value]) => value !== null);
  return Object.fromEntries(
    given.map(([name, value]) => {
      const field = type.field.find((one) => one.name === name || toSnakeCase(one.name) === name);
      if (!field) throw invalid(`unknown name ${JSON.stringify(name)} in ${type.name}`);
      return [field.name, readField({ types, scope: type, field }, value)];
    }),
  );
}

/** The JSON form of a protocol buffer's object, without the fields that have their default value. */
export function toJson(types: Types, type: Descriptor, message: object): Fields {
  const values: Fields = { ...message };
  const present = type.field
    .map((field): Place => ({ types, scope: type, field }))
    .filter((place) => !isDefault(place, values[place.field.name]));
  return Object.fromEntries(present.map((place) => [place.field.name, writeField(place, values[place.field.name])]));
}

type Place = { readonly types: Types; readonly scope: Descriptor; readonly field: FieldDescriptor };

function readField(place: Place, value: unknown): unknown {
  const { field } = place;
  if (field.label !== 'LABEL_REPEATED') return readOne(place, value);
  if (messageType(place)?.options?.mapEntry) return readMap(field, value);
  if (!Array.isArray(value)) throw invalid(`expected a list for ${field.name}`);
  return value.map((one) => readOne(place, one));
}

function readMap({ name }: FieldDescriptor, value: unknown): unknown {
  const good = isObject(value) && Object.values(value).every((one) => typeof one === 'string');
  if (!good) throw invalid(`expected an object of strings for ${name}`);
  return value;
}

function readOne(place: Place, value: unknown): unknown {
  const { field, types } = place;
  const known = readWellKnown(field, value);
  if (known !== undefined) return known;
  const inner = messageType(place);
  if (inner) return fromJson(types, inner, value);
  throw invalid(`${JSON.stringify(value)} does not fit ${field.name}`);
}

function writeField(place: Place, value: unknown): unknown {
  const { field } = place;
  if (field.label !== 'LABEL_REPEATED') return writeOne(place, value);
  return Array.isArray(value) ? value.map((one) => writeOne(place, one)) : value;
}

function writeOne(place: Place, value: unknown): unknown {
  const inner = messageType(place);
  return inner && isObject(value) ? toJson(place.types, inner, value) : writeWellKnown(place.field, value);
}

/** The message type of a field that has one of ours; undefined for scalars, enums and Google's common types. */
function messageType({ types, scope, field }: Place): Descriptor | undefined {
  if (field.type !== 'TYPE_MESSAGE') return undefined;
  return scope.nestedType.find((nested) => nested.name === field.typeName) ?? types.get(field.typeName);
}

/** A message is not a default value even when it has nothing in it: that it is there says something. */
function isDefault(place: Place, value: unknown): boolean {
  if (Buffer.isBuffer(value) || Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return place.field.label === 'LABEL_REPEATED' && Object.keys(value).length === 0;
  return !value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function invalid(problem: string): Refusal {
  return new Refusal('INVALID_ARGUMENT', `Invalid JSON payload: ${problem}`);
}
