import { checkAttributes } from './attributes.ts';
import { isObject, parseDeepJson, parseJson, tooDeep, withinDepth } from './json.ts';
import { fail, kindOf, ok, type Problem, type Result } from './result.ts';

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
  if (isPayload(name) || !Object.hasOwn(event, name)) return undefined;
  return (event as Readonly<Record<string, unknown>>)[name] as AttributeValue; // parseCloudEvent checked the type
}

/**
 * Checks a value against CloudEvents 1.0.2 (§3 context attributes; JSON format §2-3). Attributes that are null or undefined count as
 * absent; `data_base64` whose `datacontenttype` says JSON becomes `data`; nothing else is changed and nothing is invented.
 */
export function parseCloudEvent(input: unknown): Result<CloudEvent> {
  if (!withinDepth(input)) return tooDeep();
  if (!isObject(input))
    return fail({ code: 'not-an-event', message: 'Not a CloudEvent', expected: 'a JSON object', got: kindOf(input) });
  const problem = checkAttributes(input) ?? checkPayload(input);
  if (problem !== undefined) return fail(problem);
  return withJsonData(withoutAbsent(input) as CloudEvent); // every member was just checked
}

/** The event of a JSON document that is one. How deep it nests is looked at once. */
export function parseEventJson(json: string | Uint8Array): Result<CloudEvent> {
  const parsed = parseDeepJson(json);
  return parsed.ok ? parseCloudEvent(parsed.value) : parsed;
}

/** A copy, without the members that count as absent; few events have one, and the engine copies the others in one go. */
function withoutAbsent(input: Readonly<Record<string, unknown>>): object {
  for (const name in input) {
    if (isPresent(name, input[name])) continue;
    return Object.fromEntries(Object.entries(input).filter(([member, value]) => isPresent(member, value)));
  }
  return { ...input };
}

function isPayload(name: string): boolean {
  return name === 'data' || name === 'data_base64';
}

/** A null attribute is none (JSON format §2.2), but null is a payload. */
function isPresent(name: string, value: unknown): boolean {
  return value !== undefined && (value !== null || name === 'data');
}

function checkPayload({ data, data_base64: value }: Readonly<Record<string, unknown>>): Problem | undefined {
  if (value === undefined || value === null) return undefined;
  if (data !== undefined)
    return { code: 'two-payloads', message: 'The event has both data and data_base64', at: '/data_base64' };
  if (typeof value === 'string' && isBase64(value)) return undefined;
  return {
    code: 'bad-base64',
    message: 'data_base64 is not base64',
    at: '/data_base64',
    expected: 'base64 (RFC 4648 §4)',
    got: kindOf(value),
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

/**
 * Strict base64 (RFC 4648 §4): Node's own decoder accepts anything and would hide a broken payload. Not written as groups of four,
 * since each group costs the regular expression a place on its stack, and a large payload more than it has.
 */
export function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}
