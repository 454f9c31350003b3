import { pointer } from './pointer.ts';
import { type Problem, show } from './result.ts';
import { isUri, isUriReference } from './uri.ts';

/**
 * The first thing that is wrong with an event's context attributes (CloudEvents 1.0.2 §3; JSON format §2): one that is required and
 * missing, a name that is not allowed, a value of the wrong type.
 */
export function checkAttributes(event: Readonly<Record<string, unknown>>): Problem | undefined {
  for (const name of REQUIRED) if (isAbsent(event[name])) return missing(name);
  for (const name of Object.keys(event)) {
    const value = event[name];
    if (isAbsent(value) || name === 'data' || name === 'data_base64') continue;
    const check = ATTRIBUTES.get(name) ?? (ATTRIBUTE_NAME.test(name) ? EXTENSION : undefined);
    if (check === undefined) return badName(name);
    if (check.last !== value && !check.holds(value)) return badValue(name, value, check);
    check.last = value;
  }
  return undefined;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

const REQUIRED = ['specversion', 'id', 'source', 'type'];
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;
const MEDIA_TYPE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+(\s*;.*)?$/;
const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
/** Control characters, unpaired surrogates and noncharacters, which §3.1 forbids in every String. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

type Check = {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  /** The last value that held: most events have the source, type and media type of the one before, and to compare is to look at them once. */
  last?: unknown;
};

const text: Check = { expected: 'a non-empty string', holds: (value) => isText(value) && value !== '' };

const ATTRIBUTES = new Map<string, Check>([
  ['specversion', { expected: '"1.0"', holds: (value) => value === '1.0' }],
  ['id', text],
  [
    'source',
    { expected: 'a non-empty URI-reference', holds: (value) => isText(value) && value !== '' && isUriReference(value) },
  ],
  ['type', text],
  ['subject', text],
  ['time', { expected: 'an RFC 3339 time such as 2026-01-31T12:00:00Z', holds: isTime }],
  [
    'datacontenttype',
    { expected: 'a media type such as application/json', holds: (value) => isText(value) && MEDIA_TYPE.test(value) },
  ],
  ['dataschema', { expected: 'a URI with a scheme', holds: (value) => isText(value) && isUri(value) }],
]);

const EXTENSION: Check = {
  expected: 'a string, a boolean or a 32-bit integer',
  holds: (value) => isText(value) || typeof value === 'boolean' || (typeof value === 'number' && (value | 0) === value),
};

function missing(name: string): Problem {
  return {
    code: 'missing-attribute',
    message: `The attribute "${name}" is missing`,
    at: pointer(name),
    expected: ATTRIBUTES.get(name)?.expected ?? '',
  };
}

function badName(name: string): Problem {
  return {
    code: 'bad-attribute-name',
    message: `The attribute name ${show(name)} is not allowed`,
    at: pointer(name),
    expected: 'a to z and 0 to 9',
  };
}

function badValue(name: string, value: unknown, { expected }: Check): Problem {
  return {
    code: 'bad-attribute',
    message: `The attribute "${name}" is not valid`,
    at: pointer(name),
    expected,
    got: show(value),
  };
}

/** In most texts nothing has to be looked up in tables of characters. */
const PLAIN = /^[ -~]*$/;

function isText(value: unknown): value is string {
  return typeof value === 'string' && (PLAIN.test(value) || !FORBIDDEN.test(value));
}

function isTime(value: unknown): boolean {
  const parts = typeof value === 'string' ? RFC3339.exec(value) : null;
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysOf(year, month));
}

/** The calendar repeats every 400 years; moved on by some, since Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
