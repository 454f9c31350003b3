import { recordName } from '../../emulators/aws-record-name.ts';

/**
 * What Lambda keeps of an event that it gives up (AWS Lambda Developer Guide, "Capturing records of Lambda
 * asynchronous invocations").
 */
export type InvocationRecord = {
  readonly version: '1.0';
  /** RFC 3339. */
  readonly timestamp: string;
  readonly requestContext: RequestContext;
  readonly requestPayload: unknown;
  readonly responseContext: ResponseContext | null;
  readonly responsePayload: unknown;
};

export type RequestContext = {
  readonly requestId: string;
  /** With its version: `arn:aws:lambda:…:function:NAME:$LATEST`. */
  readonly functionArn: string;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
  readonly approximateInvokeCount: number;
};

export type ResponseContext = {
  readonly statusCode: 200;
  readonly executedVersion: '$LATEST';
  readonly functionError: 'Unhandled';
};

/** The object that an S3 destination would hold; `body` is the record's JSON text. */
export type StoredRecord = { readonly key: string; readonly body: string };

export type Discarded = {
  readonly functionName: string;
  readonly requestContext: RequestContext;
  /** JSON text. */
  readonly requestPayload: string;
  /** JSON text; undefined when the event grew too old before the first try. */
  readonly responsePayload: string | undefined;
};

/** The record of an event that is given up at `now`, as a value and as the object that S3 would hold. */
export function toInvocationRecord(discarded: Discarded, now: number): [InvocationRecord, StoredRecord] {
  const timestamp = new Date(now).toISOString();
  const response = discarded.responsePayload;
  const head = {
    version: '1.0' as const,
    timestamp,
    requestContext: discarded.requestContext,
    responseContext:
      response === undefined
        ? null
        : ({ statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' } as const),
  };
  const requestPayload: unknown = JSON.parse(discarded.requestPayload);
  const responsePayload: unknown = JSON.parse(response ?? 'null');
  // put together as text: writing a deeply nested payload anew would overflow the stack
  const tail = `"requestPayload":${discarded.requestPayload},"responsePayload":${response ?? 'null'}}`;
  const body = `${JSON.stringify(head).slice(0, -1)},${tail}`;
  const key = `aws/lambda/async/${discarded.functionName}/${recordName(now)}`;
  return [
    { ...head, requestPayload, responsePayload },
    { key, body },
  ];
}
