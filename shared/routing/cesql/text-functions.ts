import { type Flawed, flawed, type SqlFunction } from './function.ts';
import type { Value } from './value.ts';

/** CESQL 1.0.0 §3.5.1. A character is a Unicode code point. */
export const TEXT_FUNCTIONS: readonly SqlFunction[] = [
  {
    name: 'LENGTH',
    parameters: ['String'],
    returns: 'Integer',
    call: (text: string) => Array.from(text).length,
  },
  {
    name: 'CONCAT',
    parameters: [],
    variadic: 'String',
    returns: 'String',
    call: (...texts: string[]) => texts.join(''),
  },
  {
    name: 'CONCAT_WS',
    parameters: ['String'],
    variadic: 'String',
    returns: 'String',
    call: (delimiter: string, ...texts: string[]) => texts.join(delimiter),
  },
  { name: 'LOWER', parameters: ['String'], returns: 'String', call: (text: string) => text.toLowerCase() },
  { name: 'UPPER', parameters: ['String'], returns: 'String', call: (text: string) => text.toUpperCase() },
  { name: 'TRIM', parameters: ['String'], returns: 'String', call: trim },
  { name: 'LEFT', parameters: ['String', 'Integer'], returns: 'String', call: left },
  { name: 'RIGHT', parameters: ['String', 'Integer'], returns: 'String', call: right },
  { name: 'SUBSTRING', parameters: ['String', 'Integer'], returns: 'String', call: tail },
  { name: 'SUBSTRING', parameters: ['String', 'Integer', 'Integer'], returns: 'String', call: substring },
];

const SPACE = /^\p{White_Space}$/u;

/** What Unicode calls white space: next line (U+0085) is, the byte order mark is not; `String.trim` has it the other way round. */
function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && SPACE.test(text.charAt(start))) start++;
  while (start < end && SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function left(text: string, count: number): Value | Flawed {
  return count < 0 ? tooFew('LEFT', text, count) : Array.from(text).slice(0, count).join('');
}

function right(text: string, count: number): Value | Flawed {
  if (count < 0) return tooFew('RIGHT', text, count);
  const characters = Array.from(text);
  return characters.slice(Math.max(0, characters.length - count)).join('');
}

function tooFew(name: string, text: string, count: number): Flawed {
  return flawed(text, 'functionEvaluation', `${name} takes a count from 0, and not ${count}`);
}

function tail(text: string, position: number): Value | Flawed {
  return substring(text, position, Number.POSITIVE_INFINITY);
}

/** `position` counts from 1, or from the end when it is negative. */
function substring(text: string, position: number, length: number): Value | Flawed {
  const characters = Array.from(text);
  if (length < 0) return flawed('', 'functionEvaluation', `SUBSTRING takes a length from 0, and not ${length}`);
  if (Math.abs(position) > characters.length)
    return flawed('', 'functionEvaluation', `The text has ${characters.length} characters, and none at ${position}`);
  if (position === 0) return '';
  const start = position > 0 ? position - 1 : characters.length + position;
  return characters.slice(start, start + length).join('');
}
