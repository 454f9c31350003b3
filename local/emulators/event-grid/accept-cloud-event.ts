import type { Accepted } from './events.ts';
import { isRecord } from './is-record.ts';
import { Refusal } from './refusal.ts';

const REQUIRED = ['id', 'source', 'specversion', 'type'] as const;
const OPTIONAL = ['subject', 'time', 'datacontenttype', 'dataschema'] as const;

/** A CloudEvents 1.0 event in its JSON form. Throws a `Refusal` for what CloudEvents does not allow. */
export function acceptCloudEvent(input: unknown): Accepted {
  if (!isRecord(input)) throw invalid("This resource is configured for 'CloudEventV10' schema and takes JSON objects.");
  for (const name of REQUIRED) if (typeof input[name] !== 'string' || input[name] === '') throw missing(name);
  for (const name of OPTIONAL)
    if (!['string', 'undefined'].includes(typeof input[name])) throw invalid(`'${name}' is to be a string.`);
  if (input.specversion !== '1.0') throw invalid(`'specversion' is to be 1.0, got ${input.specversion}`);
  if (input.data !== undefined && input.data_base64 !== undefined)
    throw invalid("Either 'data' or 'data_base64', not both.");
  const odd = Object.keys(input).find((name) => !/^[a-z0-9]+$/.test(name) && name !== 'data_base64');
  if (odd !== undefined) throw invalid(`'${odd}' is no name for an attribute: only a-z and 0-9 are.`);
  return {
    schema: 'CloudEventSchemaV1_0',
    id: String(input.id),
    type: String(input.type),
    subject: typeof input.subject === 'string' ? input.subject : '',
    event: input,
  };
}

function missing(name: string): Refusal {
  return invalid(`This resource is configured for 'CloudEventV10' schema and requires '${name}' property to be set.`);
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'InputJsonInvalid', message);
}
