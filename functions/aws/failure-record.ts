import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { fail, ok, type Result } from '../../shared/schemas/result.ts';

/** What Lambda keeps of an invocation that it gave up: what the function was given, and why. */
export type FailureRecord = { readonly payload: Result<unknown>; readonly why: string };

/**
 * Reads what an on-failure destination gets: of an asynchronous invocation (Lambda documentation, "Capturing records of Lambda asynchronous
 * invocations"), or of a Kafka batch ("Capturing discarded batches"). Undefined when it is something else.
 */
export function parseFailureRecord(value: unknown): FailureRecord | undefined {
  if (!isObject(value) || !isObject(value.requestContext)) return undefined;
  const { condition, approximateInvokeCount: count, functionArn } = value.requestContext;
  if (typeof condition !== 'string') return undefined;
  const tries = typeof count === 'number' ? ` at invocation ${count}` : '';
  const of = typeof functionArn === 'string' ? ` of ${functionArn}` : '';
  return { payload: payloadOf(value), why: `Lambda gave up on it: ${condition}${tries}${of}` };
}

/** Of a batch an S3 bucket gets the text, a Kafka topic the value, and a queue nothing but where it was. */
function payloadOf({ requestPayload, payload = requestPayload }: Readonly<Record<string, unknown>>): Result<unknown> {
  if (typeof payload === 'string') return parseJson(payload);
  if (payload !== undefined && payload !== null) return ok(payload);
  return fail({
    code: 'no-payload',
    message: 'The record of the failed invocation does not hold what the function was given',
    expected: 'requestPayload or payload',
    fix: 'Make an S3 bucket the on-failure destination',
  });
}
