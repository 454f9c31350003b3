import { invalidParameter, missingParameter } from './errors.ts';
import type { MessageAttribute, MessageAttributes } from './message.ts';

/** The parameters of a call, as its JSON body gives them. */
export type Input = Readonly<Record<string, unknown>>;

export function requiredText(input: Input, name: string): string {
  const value = input[name];
  if (value === undefined || value === null) throw missingParameter(name);
  return toText(value, name);
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : toText(value, name);
}

/** Throws when the number is not between `least` and `most`. */
export function optionalInteger(
  input: Input,
  name: string,
  [least, most]: readonly [number, number],
): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}.`,
  );
}

/** Empty when the parameter is not there. */
export function textList(input: Input, name: string): string[] {
  return toList(input, name).map((item) => toText(item, name));
}

export function toObjects(input: Input, name: string): Input[] {
  return toList(input, name).map((item) => toObject(item, name));
}

export function toAttributes(input: Input): MessageAttributes {
  const given = input.MessageAttributes;
  const entries = Object.entries(given === undefined || given === null ? {} : toObject(given, 'MessageAttributes'));
  return Object.fromEntries(entries.map(([name, value]) => [name, toAttribute(toObject(value, name), name)]));
}

function toAttribute(input: Input, name: string): MessageAttribute {
  const DataType = requiredText(input, 'DataType');
  const [StringValue, BinaryValue] = [optionalText(input, 'StringValue'), optionalText(input, 'BinaryValue')];
  if (!/^(String|Number|Binary)(\.|$)/.test(DataType))
    throw invalidParameter(`The type of message attribute '${name}' is invalid.`);
  if (StringValue !== undefined) return { DataType, StringValue };
  if (BinaryValue !== undefined) return { DataType, BinaryValue };
  throw invalidParameter(`The message attribute '${name}' must contain a non-empty value.`);
}

function toText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw invalidParameter(`The parameter ${name} must be a text.`);
}

function toList(input: Input, name: string): unknown[] {
  const value = input[name];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw invalidParameter(`The parameter ${name} must be a list.`);
}

function toObject(value: unknown, name: string): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw invalidParameter(`The parameter ${name} must be an object.`);
}
