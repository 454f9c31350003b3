import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Handle, readBody, sendJson } from '../../http.ts';
import { type Log, LogError, type NewRecord } from './log.ts';

const answerType = { 'content-type': 'application/vnd.kafka.v2+json' };
const formats = {
  'application/vnd.kafka.binary.v2+json': fromBase64,
  'application/vnd.kafka.json.v2+json': (value: unknown) => JSON.stringify(value),
} as const;

type Convert = (value: unknown) => string | Uint8Array;
type Problem = { readonly status: number; readonly code: number; readonly message: string };

/**
 * The log over HTTP as the Confluent REST Proxy speaks it (API v2): `POST /topics/NAME` in the binary or the JSON
 * embedded format, `GET /topics`, `GET /topics/NAME`. The v2 API has no record headers.
 */
export function createLogApi(log: Log): Handle {
  return async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const topic = /^\/topics\/([^/]+)$/.exec(path)?.[1];
    if (request.method === 'POST' && topic) return produce(log, decodeURIComponent(topic), request, response);
    if (request.method === 'GET' && path === '/topics') return sendJson(response, 200, log.topics(), answerType);
    if (request.method === 'GET' && topic) return describe(log, decodeURIComponent(topic), response);
    sendProblem(response, { status: 404, code: 404, message: 'HTTP 404 Not Found' });
  };
}

async function produce(log: Log, topic: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const convert = isFormat(type) ? formats[type] : undefined;
  const unsupported = {
    status: 415,
    code: 415,
    message: `Send ${Object.keys(formats).join(' or ')}, not ${type || 'nothing'}`,
  };
  if (!convert) return sendProblem(response, unsupported);
  const records = toRecords(await readBody(request), convert);
  if (typeof records === 'string') return sendProblem(response, { status: 422, code: 42201, message: records });
  const offsets = records.map((record) => append(log, topic, record));
  sendJson(response, 200, { offsets, key_schema_id: null, value_schema_id: null }, answerType);
}

function append(log: Log, topic: string, record: NewRecord) {
  try {
    return { ...log.produce(topic, record), error_code: null, error: null };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    // 1: an error that trying again cannot mend
    return { partition: null, offset: null, error_code: 1, error: error.message };
  }
}

function describe(log: Log, topic: string, response: ServerResponse): void {
  const views = log.partitions(topic);
  const partitions = views.map((_, partition) => ({ partition, leader: 0, replicas: [] }));
  if (views.length > 0) sendJson(response, 200, { name: topic, configs: {}, partitions }, answerType);
  else sendProblem(response, { status: 404, code: 40401, message: 'Topic not found.' });
}

/** The records of a request, or what is wrong with it. */
function toRecords(body: Buffer, convert: Convert): NewRecord[] | string {
  try {
    const { records } = asObject(JSON.parse(body.toString('utf8')));
    if (!Array.isArray(records)) return 'The body needs an array "records"';
    return records.map((record: unknown) => toRecord(asObject(record), convert));
  } catch (error) {
    return `The body is not a produce request: ${error instanceof Error ? error.message : error}`;
  }
}

function toRecord({ key, value, partition }: Record<string, unknown>, convert: Convert): NewRecord {
  if (partition !== undefined && partition !== null && !Number.isInteger(partition))
    throw new Error('"partition" is no integer');
  return {
    key: key === undefined || key === null ? undefined : convert(key),
    value: value === undefined || value === null ? undefined : convert(value),
    partition: typeof partition === 'number' ? partition : undefined,
  };
}

function fromBase64(value: unknown): Uint8Array {
  const legal =
    typeof value === 'string' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value);
  if (!legal) throw new Error('a key or a value is no base64 text');
  return Buffer.from(value, 'base64');
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object');
  return { ...value };
}

function isFormat(type: string): type is keyof typeof formats {
  return Object.hasOwn(formats, type);
}

function sendProblem(response: ServerResponse, { status, code, message }: Problem): void {
  sendJson(response, status, { error_code: code, message }, answerType);
}
