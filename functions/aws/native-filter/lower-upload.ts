import type { Condition } from '../../../shared/routing/match/condition.ts';
import { someTest } from '../../../shared/routing/match/test-leaf.ts';
import type { Alternative, Field } from '../../../shared/routing/pattern.ts';
import { PROMISED_TYPES } from '../../../shared/schemas/blob.ts';
import type { NativeAlternative, NativeField } from './lower-alternative.ts';
import { lowerKey } from './lower-key.ts';
import { lowerForLambda } from './lower-lambda.ts';
import { LARGEST } from './lower-number.ts';
import { EXISTS, type Lower, type Lowered, said, wider } from './lowered.ts';

/** What an alternative for `blob.uploaded` asks of a record of an S3 notification; undefined when no upload of S3 can satisfy it. */
export function lowerUpload(alternative: Alternative): NativeAlternative | undefined {
  const fields = new Map<string, NativeField>();
  const whys: string[] = [];
  for (const field of alternative) {
    const { path, any, why } = lowerField(field);
    if (any.length === 0) return undefined;
    if (why !== undefined) whys.push(`${field.path} (${why})`);
    if (any.includes(EXISTS)) continue; // what it is asked of is in every record
    if (fields.has(path)) whys.push(`${field.path} (asked twice)`);
    else fields.set(path, { path, any });
  }
  return { fields: [...fields.values()], whys };
}

const KEY = 'Records.s3.object.key';
const BUCKET = 'Records.s3.bucket.name';
const SIZE = 'Records.s3.object.size';

type Place = { readonly path: string; readonly lower: (field: Field) => Lowered };

/** Where in a record stands what an attribute or a member of the data is made from: see s3.ts. */
const PLACES = new Map<string, Place>([
  ['source', { path: BUCKET, lower: each(lowerSource) }],
  ['subject', { path: KEY, lower: each(lowerKey) }],
  ['data.name', { path: KEY, lower: each(lowerKey) }],
  ['data.bucket', { path: BUCKET, lower: each(lowerForLambda) }],
  ['data.size', { path: SIZE, lower: each(lowerSize) }],
  ['data.contentType', { path: KEY, lower: lowerContentType }],
  ['specversion', constant('1.0')],
  ['type', constant('blob.uploaded')],
  ['datacontenttype', constant('application/json')],
  ...['id', 'time', 'data.version', 'data.etag'].map((path) => [path, { path, lower: unjudged }] as const),
]);

/** What is in no upload of S3. */
const NOTHING: Place = { path: '', lower: ({ any }) => (any.some(asksForAbsence) ? said(EXISTS) : said()) };

function lowerField(field: Field): Lowered & { readonly path: string } {
  const { path, lower } = PLACES.get(field.path) ?? NOTHING;
  return { path, ...lower(field) };
}

/** Absence cannot be hoped for where something always is. */
function each(lower: Lower): Place['lower'] {
  return ({ any }) => {
    const lowered = any.filter((condition) => !asksForAbsence(condition)).map(lower);
    const why = lowered.find((one) => one.why !== undefined)?.why;
    return { any: lowered.flatMap((one) => one.any), ...(why !== undefined && { why }) };
  };
}

function constant(value: string): Place {
  return { path: '', lower: ({ any }) => (someTest(any)(value) ? said(EXISTS) : said()) };
}

function unjudged(): Lowered {
  return wider('it is not told from the notification');
}

function asksForAbsence(condition: Condition): boolean {
  return condition.kind === 'exists' && !condition.exists;
}

const SCHEME = 's3://';

/** The source is the bucket’s name behind `s3://`. */
function lowerSource(condition: Condition): Lowered {
  switch (condition.kind) {
    case 'equals':
      return lowerStart(condition.value, (value) => value);
    case 'prefix':
      if (condition.ignoreCase) return wider('Lambda has no prefix that ignores case');
      return SCHEME.startsWith(condition.text) ? said(EXISTS) : lowerStart(condition.text, (prefix) => ({ prefix }));
    case 'exists':
      return said(EXISTS);
    default:
      return wider('only what a source is or begins with is asked');
  }
}

function lowerStart(value: unknown, toCondition: (name: string) => unknown): Lowered {
  if (typeof value !== 'string' || !value.startsWith(SCHEME)) return said();
  return said(toCondition(value.slice(SCHEME.length)));
}

/** A size is never below zero. */
function lowerSize(condition: Condition): Lowered {
  if (condition.kind !== 'numeric' || condition.low >= 0 || condition.high > LARGEST) return lowerForLambda(condition);
  return lowerForLambda({ ...condition, low: 0, lowOpen: false });
}

/** S3 tells no media type: the router takes the one that the name’s extension promises, in whatever case it is written. */
function lowerContentType({ any }: Field): Lowered {
  const passing = [...PROMISED_TYPES].filter(someTest(any));
  if (passing.length === 0) return said();
  return passing.length === PROMISED_TYPES.size ? said(EXISTS) : wider('Lambda has no suffix that ignores case');
}
