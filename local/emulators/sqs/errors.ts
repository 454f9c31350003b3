import { AwsError } from '../aws-error.ts';

export function queueDoesNotExist(): AwsError {
  return new AwsError(400, 'QueueDoesNotExist', 'The specified queue does not exist.');
}

export function receiptHandleIsInvalid(handle: string): AwsError {
  return new AwsError(
    400,
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

export function missingParameter(name: string): AwsError {
  return new AwsError(400, 'MissingParameter', `The request must contain the parameter ${name}.`);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterValue', message);
}

type WireNames = { readonly type: string; readonly query: string };

// the codes whose name in the JSON protocol and in the older query protocol differ
const irregular: Record<string, WireNames> = {
  QueueDoesNotExist: { type: 'com.amazonaws.sqs#QueueDoesNotExist', query: 'AWS.SimpleQueueService.NonExistentQueue' },
  ReceiptHandleIsInvalid: { type: 'com.amazonaws.sqs#ReceiptHandleIsInvalid', query: 'ReceiptHandleIsInvalid' },
  InvalidMessageContents: { type: 'com.amazonaws.sqs#InvalidMessageContents', query: 'InvalidMessageContents' },
  MissingParameter: { type: 'com.amazon.coral.service#MissingRequiredParameterException', query: 'MissingParameter' },
  InvalidParameterValue: {
    type: 'com.amazon.coral.service#InvalidParameterValueException',
    query: 'InvalidParameterValue',
  },
  InvalidAction: { type: 'com.amazon.coral.service#UnknownOperationException', query: 'InvalidAction' },
  InternalError: { type: 'com.amazon.coral.service#InternalFailure', query: 'InternalError' },
};

/** An error's names: `__type` in the body, and what `x-amzn-query-error` tells SDKs that match the older names. */
export function wireNames(code: string): WireNames {
  return irregular[code] ?? { type: `com.amazonaws.sqs#${code}`, query: `AWS.SimpleQueueService.${code}` };
}
