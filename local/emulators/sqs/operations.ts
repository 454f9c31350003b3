import type { Clock } from '../../clock.ts';
import { accountId } from '../aws-account.ts';
import { sendBatch } from './batch.ts';
import { queueDoesNotExist } from './errors.ts';
import { type Input, optionalInteger, optionalText, requiredText, textList, toAttributes } from './input.ts';
import { md5, md5OfAttributes, type NewMessage } from './message.ts';
import type { Queue } from './queue.ts';
import { attributesOf } from './queue-attributes.ts';
import type { ReceivedMessage } from './stored-message.ts';

export type Call = {
  readonly queues: ReadonlyMap<string, Queue>;
  readonly clock: Clock;
  /** `http://HOST:PORT` under which the caller knows this server. */
  readonly baseUrl: string;
  /** Resolves when the caller has gone. */
  readonly gone: Promise<void>;
};

type Operation = (input: Input, call: Call) => object | Promise<object>;

/** The operations of Amazon SQS that are here, as its API Reference describes them. */
export const operations = {
  SendMessage: (input, call) => send(findQueue(input, call), input),
  SendMessageBatch: (input, call) => sendBatch(input, (entry) => send(findQueue(input, call), entry)),
  ReceiveMessage: receiveMessage,
  DeleteMessage: (input, call) => {
    findQueue(input, call).remove(requiredText(input, 'ReceiptHandle'));
    return {};
  },
  ChangeMessageVisibility: (input, call) => {
    const seconds = optionalInteger(input, 'VisibilityTimeout', [0, 43_200]) ?? 0;
    findQueue(input, call).changeVisibility(requiredText(input, 'ReceiptHandle'), seconds);
    return {};
  },
  GetQueueUrl: (input, { queues, baseUrl }) => {
    const name = requiredText(input, 'QueueName');
    if (!queues.has(name)) throw queueDoesNotExist();
    return { QueueUrl: `${baseUrl}/${accountId}/${name}` };
  },
  GetQueueAttributes: (input, call) => {
    const attributes = attributesOf(findQueue(input, call));
    return { Attributes: select(attributes, textList(input, 'AttributeNames')) };
  },
} satisfies Record<string, Operation>;

/** By the last part of its URL: the host in it may be any name of this machine. */
function findQueue(input: Input, { queues }: Call): Queue {
  const name = requiredText(input, 'QueueUrl').replace(/^.*\//, '');
  const queue = queues.get(name);
  if (!queue) throw queueDoesNotExist();
  return queue;
}

function send(queue: Queue, input: Input): object {
  const attributes = toAttributes(input);
  const message: NewMessage = {
    body: optionalText(input, 'MessageBody') ?? '',
    attributes,
    delaySeconds: optionalInteger(input, 'DelaySeconds', [0, 900]),
    groupId: optionalText(input, 'MessageGroupId'),
    deduplicationId: optionalText(input, 'MessageDeduplicationId'),
  };
  const { messageId, sequenceNumber } = queue.send(message);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    SequenceNumber: sequenceNumber,
  };
}

async function receiveMessage(input: Input, call: Call): Promise<object> {
  const queue = findQueue(input, call);
  const max = optionalInteger(input, 'MaxNumberOfMessages', [1, 10]) ?? 1;
  const visibilityTimeoutSeconds = optionalInteger(input, 'VisibilityTimeout', [0, 43_200]);
  const seconds = optionalInteger(input, 'WaitTimeSeconds', [0, 20]) ?? 0;
  const receive = () => queue.receive({ max, visibilityTimeoutSeconds });
  const received = await longPoll(queue, receive, seconds, call);
  return received.length === 0 ? {} : { Messages: received.map((message) => toMessage(message, input)) };
}

/** Receives at once or, for so many seconds, as soon as there is something. */
function longPoll(queue: Queue, receive: () => readonly ReceivedMessage[], seconds: number, { clock, gone }: Call) {
  return new Promise<readonly ReceivedMessage[]>((resolve) => {
    const first = receive();
    if (first.length > 0 || seconds === 0) return resolve(first);
    const finish = (received: readonly ReceivedMessage[]) => {
      stop();
      cancel();
      resolve(received);
    };
    const stop = queue.onVisible(() => {
      const received = receive();
      if (received.length > 0) finish(received);
    });
    const cancel = clock.after(seconds * 1000, () => finish([]));
    gone.then(() => finish([]));
  });
}

function toMessage(message: ReceivedMessage, input: Input): object {
  const system = [...textList(input, 'AttributeNames'), ...textList(input, 'MessageSystemAttributeNames')];
  const attributes = select(message.attributes, textList(input, 'MessageAttributeNames'));
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.md5OfBody,
    Attributes: select(message.systemAttributes, system),
    MessageAttributes: attributes,
    MD5OfMessageAttributes: attributes && md5OfAttributes(attributes),
  };
}

/** The entries that `names` asks for (`All` and `prefix.*` too); undefined when there is none. */
function select<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> | undefined {
  const wanted = (key: string) =>
    names.some((name) => name === key || name === 'All' || (name.endsWith('.*') && key.startsWith(name.slice(0, -2))));
  const entries = Object.entries(all).filter(([key]) => wanted(key));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
