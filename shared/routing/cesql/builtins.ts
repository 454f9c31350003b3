import { castError, tryCast } from './cast.ts';
import { type Flawed, flawed, type SqlFunction } from './function.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';
import { type Type, type Value, ZERO } from './value.ts';

/** The functions that every engine has (CESQL 1.0.0 §3.5.1, §3.5.2), and the casts that its conformance kit adds. */
export const BUILTINS: readonly SqlFunction[] = [
  ...TEXT_FUNCTIONS,
  { name: 'ABS', parameters: ['Integer'], returns: 'Integer', call: abs },
  { name: 'INT', parameters: ['Any'], returns: 'Integer', call: (value: Value) => castTo(value, 'Integer') },
  { name: 'BOOL', parameters: ['Any'], returns: 'Boolean', call: (value: Value) => castTo(value, 'Boolean') },
  { name: 'STRING', parameters: ['Any'], returns: 'String', call: (value: Value) => castTo(value, 'String') },
  { name: 'IS_INT', parameters: ['Any'], returns: 'Boolean', call: (value: Value) => can(value, 'Integer') },
  { name: 'IS_BOOL', parameters: ['Any'], returns: 'Boolean', call: (value: Value) => can(value, 'Boolean') },
];

const LARGEST = 2_147_483_647;

function abs(value: number): Value | Flawed {
  const positive = Math.abs(value);
  return positive <= LARGEST ? positive : flawed(LARGEST, 'math', `ABS(${value}) is no 32-bit integer`);
}

function castTo(value: Value, type: Type): Value | Flawed {
  return tryCast(value, type) ?? { value: ZERO[type], error: castError(value, type) };
}

function can(value: Value, type: Type): boolean {
  return tryCast(value, type) !== undefined;
}
