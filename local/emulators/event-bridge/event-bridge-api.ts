import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Handle, readBody, sendJson } from '../../http.ts';
import { arn } from '../aws-account.ts';
import { AwsError } from '../aws-error.ts';
import type { Target } from './delivery.ts';
import type { PutEventsEntry } from './entry.ts';
import type { EventBridge } from './event-bridge.ts';
import { busName } from './rules.ts';

export type EventBridgeApiOptions = {
  readonly bridge: EventBridge;
  /** What a target's ARN in PutTargets stands for; undefined for one that is not here. */
  readonly resolveTarget?: (arn: string) => Target['invokeAsync'] | undefined;
};

type Input = Readonly<Record<string, unknown>>;

const contentType = { 'content-type': 'application/x-amz-json-1.1' };

/** Amazon EventBridge's API (AWS JSON 1.1): PutEvents, CreateEventBus, PutRule, PutTargets; signatures are not checked. */
export function createEventBridgeApi(options: EventBridgeApiOptions): Handle {
  return async (request, response) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    try {
      const operation = String(request.headers['x-amz-target']).replace(/^AWSEvents\./, '');
      const output = run(operation, await readInput(request), options);
      sendJson(response, 200, output, contentType);
    } catch (error) {
      sendError(response, error);
    }
  };
}

function run(operation: string, input: Input, { bridge, resolveTarget }: EventBridgeApiOptions): object {
  switch (operation) {
    case 'PutEvents':
      return bridge.putEvents(toList(input, 'Entries').map(toEntry));
    case 'CreateEventBus':
      bridge.createBus(toText(input, 'Name'));
      return { EventBusArn: arn('events', `event-bus/${toText(input, 'Name')}`) };
    case 'PutRule':
      return putRule(input, bridge);
    case 'PutTargets':
      return putTargets(input, bridge, resolveTarget);
    default:
      throw new AwsError(
        501,
        'NotImplemented',
        `${operation} is not here: there are PutEvents, CreateEventBus, PutRule and PutTargets`,
      );
  }
}

function putRule(input: Input, bridge: EventBridge): object {
  const name = toText(input, 'Name');
  const eventBusName = busName(toOptionalText(input, 'EventBusName'));
  bridge.putRule({ name, eventBusName, eventPattern: toText(input, 'EventPattern'), targets: [] });
  return { RuleArn: arn('events', eventBusName === 'default' ? `rule/${name}` : `rule/${eventBusName}/${name}`) };
}

function putTargets(input: Input, bridge: EventBridge, resolve: EventBridgeApiOptions['resolveTarget']): object {
  const bus = busName(toOptionalText(input, 'EventBusName'));
  const given = toList(input, 'Targets').map((target) => ({ id: toText(target, 'Id'), arn: toText(target, 'Arn') }));
  const targets = given.map(({ id, arn: to }) => ({ id, invokeAsync: resolve?.(to) }));
  const FailedEntries = targets.filter(({ invokeAsync }) => !invokeAsync).map(({ id }) => toFailure(id));
  const known = targets.flatMap(({ id, invokeAsync }) => (invokeAsync ? [{ id, invokeAsync }] : []));
  bridge.putTargets(bus, toText(input, 'Rule'), known);
  return { FailedEntryCount: FailedEntries.length, FailedEntries };
}

function toFailure(TargetId: string): object {
  return { TargetId, ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'The target does not exist here.' };
}

function toEntry(input: Input): PutEventsEntry {
  const resources = input.Resources;
  const time = input.Time;
  return {
    Source: toOptionalText(input, 'Source'),
    DetailType: toOptionalText(input, 'DetailType'),
    Detail: toOptionalText(input, 'Detail'),
    EventBusName: toOptionalText(input, 'EventBusName'),
    Resources: Array.isArray(resources) ? resources.map(String) : undefined,
    Time: typeof time === 'number' ? time : undefined,
  };
}

async function readInput(request: IncomingMessage): Promise<Input> {
  try {
    return toObject(JSON.parse((await readBody(request)).toString('utf8') || '{}'));
  } catch (error) {
    throw new AwsError(400, 'SerializationException', error instanceof Error ? error.message : String(error));
  }
}

function toObject(value: unknown): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new AwsError(400, 'SerializationException', 'A JSON object was expected');
}

function toList(input: Input, name: string): Input[] {
  const value = input[name];
  if (Array.isArray(value)) return value.map(toObject);
  throw new AwsError(400, 'ValidationException', `The parameter ${name} must be a list`);
}

function toText(input: Input, name: string): string {
  const value = toOptionalText(input, name);
  if (value !== undefined) return value;
  throw new AwsError(400, 'ValidationException', `The parameter ${name} is required`);
}

function toOptionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new AwsError(400, 'SerializationException', `The parameter ${name} must be a text`);
}

function sendError(response: ServerResponse, thrown: unknown): void {
  const error = thrown instanceof AwsError ? thrown : new AwsError(500, 'InternalException', String(thrown));
  sendJson(response, error.status, { __type: error.code, message: error.message }, contentType);
}
