import { isObject, parseJson, tooDeep, withinDepth } from './json.ts';
import { fail, ok, type Problem, type Result, show } from './result.ts';

/** What an extension attribute may hold in the JSON format (CloudEvents 1.0.2 JSON format, §2.2). */
export type AttributeValue = string | number | boolean;

/**
 * An event in the JSON form of CloudEvents 1.0.2: attributes and extensions at the top, the payload under `data`, or under
 * `data_base64` where it is not JSON. Extension attributes are read with `attribute(event, name)`.
 */
export type CloudEvent<T = unknown> = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly data?: T;
  readonly data_base64?: string;
};

/** An attribute or extension by name; undefined when the event has none. */
export function attribute(event: CloudEvent, name: string): AttributeValue | undefined {
  if (name === 'data' || name === 'data_base64' || !Object.hasOwn(event, name)) return undefined;
  return (event as Readonly<Record<string, unknown>>)[name] as AttributeValue; // parseCloudEvent checked the type
}

/**
 * Checks a value against CloudEvents 1.0.2 (§3 context attributes; JSON format §2-3). Attributes that are null count as absent;
 * `data_base64` whose `datacontenttype` says JSON becomes `data`; nothing else is changed and nothing is invented.
 */
export function parseCloudEvent(input: unknown): Result<CloudEvent> {
  if (!isObject(input))
    return fail({ code: 'not-an-event', message: 'Not a CloudEvent', expected: 'a JSON object', got: show(input) });
  if (!withinDepth(input)) return tooDeep();
  const members = Object.entries(input).filter(([name, value]) => value !== undefined && (value !== null || name === 'data'));
  const present = new Map(members);
  const problem = missing(present) ?? firstBad(members) ?? badData(present);
  if (problem !== undefined) return fail(problem);
  return withJsonData(Object.fromEntries(members) as CloudEvent); // every member was just checked
}

const REQUIRED = ['specversion', 'id', 'source', 'type'];
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;
const MEDIA_TYPE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+(\s*;.*)?$/;
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;
const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
// Control characters and unpaired surrogates, which §3.1 forbids in every String.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

type Check = { readonly expected: string; readonly holds: (value: unknown) => boolean };

const text: Check = { expected: 'a non-empty string', holds: (value) => isText(value) && value !== '' };

const ATTRIBUTES = new Map<string, Check>([
  ['specversion', { expected: '"1.0"', holds: (value) => value === '1.0' }],
  ['id', text],
  ['source', { expected: 'a non-empty URI-reference', holds: (value) => isText(value) && /^\S+$/.test(value) }],
  ['type', text],
  ['subject', text],
  ['time', { expected: 'an RFC 3339 time such as 2026-01-31T12:00:00Z', holds: isTime }],
  [
    'datacontenttype',
    { expected: 'a media type such as application/json', holds: (value) => isText(value) && MEDIA_TYPE.test(value) },
  ],
  ['dataschema', { expected: 'an absolute URI', holds: (value) => isText(value) && ABSOLUTE_URI.test(value) }],
]);

const EXTENSION: Check = {
  expected: 'a string, a boolean or a 32-bit integer',
  holds: (value) => isText(value) || typeof value === 'boolean' || (typeof value === 'number' && (value | 0) === value),
};

function missing(present: ReadonlyMap<string, unknown>): Problem | undefined {
  const name = REQUIRED.find((required) => !present.has(required));
  if (name === undefined) return undefined;
  return {
    code: 'missing-attribute',
    message: `The attribute "${name}" is missing`,
    at: `/${name}`,
    expected: ATTRIBUTES.get(name)?.expected ?? '',
  };
}

function firstBad(members: readonly (readonly [string, unknown])[]): Problem | undefined {
  for (const [name, value] of members) {
    const problem = badMember(name, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function badMember(name: string, value: unknown): Problem | undefined {
  if (name === 'data' || name === 'data_base64') return undefined;
  if (!ATTRIBUTE_NAME.test(name)) {
    return {
      code: 'bad-attribute-name',
      message: `The attribute name ${show(name)} is not allowed`,
      at: pointer(name),
      expected: 'a to z and 0 to 9',
    };
  }
  const check = ATTRIBUTES.get(name) ?? EXTENSION;
  if (check.holds(value)) return undefined;
  return {
    code: 'bad-attribute',
    message: `The attribute "${name}" is not valid`,
    at: `/${name}`,
    expected: check.expected,
    got: show(value),
  };
}

function badData(present: ReadonlyMap<string, unknown>): Problem | undefined {
  if (!present.has('data_base64')) return undefined;
  const value = present.get('data_base64');
  if (present.has('data'))
    return { code: 'two-payloads', message: 'The event has both data and data_base64', at: '/data_base64' };
  if (typeof value === 'string' && isBase64(value)) return undefined;
  return {
    code: 'bad-base64',
    message: 'data_base64 is not base64',
    at: '/data_base64',
    expected: 'base64 (RFC 4648 §4)',
    got: show(value),
  };
}

function withJsonData(event: CloudEvent): Result<CloudEvent> {
  if (event.data_base64 === undefined || !isJsonType(event.datacontenttype)) return ok(event);
  const { data_base64, ...attributes } = event;
  const data = parseJson(Buffer.from(data_base64, 'base64'));
  if (!data.ok) return fail({ ...data.error, at: '/data_base64' });
  return ok({ ...attributes, data: data.value });
}

/** Whether a media type holds JSON: `application/json`, `text/json` or a `+json` suffix (RFC 6839). */
export function isJsonType(mediaType: string | undefined): boolean {
  return mediaType !== undefined && /^[^;]*[/+]json\s*(;|$)/i.test(mediaType);
}

/** Strict base64 (RFC 4648 §4): Node's own decoder accepts anything and would hide a broken payload. */
export function isBase64(value: string): boolean {
  return value.length % 4 === 0 && BASE64.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !FORBIDDEN.test(value);
}

function isTime(value: unknown): boolean {
  const parts = typeof value === 'string' ? RFC3339.exec(value) : null;
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
