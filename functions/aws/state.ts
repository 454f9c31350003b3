import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../../shared/delivery/aws-sdk/client-settings.ts';
import { statusOf } from '../../shared/delivery/aws-sdk/status-of.ts';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { once } from '../../shared/delivery/once.ts';
import { fromStatus } from '../../shared/delivery/port-error.ts';
import { createTableState, type KeptRow, type Place, type Row, type Table } from '../../shared/delivery/table-state.ts';
import { tryTwice } from '../../shared/delivery/try-twice.ts';
import type { StateStore } from '../../shared/routing/context.ts';

/**
 * State in the DynamoDB table that STATE_TABLE names, whose keys are the texts `collection` and `key`; the number `ttl` (seconds) is for
 * DynamoDB's own clean-up. The client is made on first use; AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_DYNAMODB lead it to an emulator.
 */
export function createState(env: Env, now: () => number): StateStore {
  const TableName = need(env, 'STATE_TABLE', 'the DynamoDB table for state, or STATE_ROOT with a folder');
  return createTableState(toTable(TableName), now);
}

function toTable(TableName: string): Table {
  const connect = once(open);
  const write: Write = async (place, row, condition, abortSignal) => {
    const { client, sdk } = await connect();
    const Item = { ...toKey(place), ...toItem(row) };
    return ifCondition(client.send(new sdk.PutItemCommand({ TableName, Item, ...condition }), { abortSignal }));
  };
  return {
    read: async (place, abortSignal) => {
      const { client, sdk } = await connect();
      const get = new sdk.GetItemCommand({ TableName, Key: toKey(place), ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal }).catch(fail);
      return Item === undefined ? undefined : toRow(Item);
    },
    insert: async (place, row, signal) => ((await write(place, row, ABSENT, signal)) ? row.mark : undefined),
    replace: async (place, row, signal) =>
      (await write(place, row, isStill(row.over), signal)) ? row.mark : undefined,
    remove: async (place, token, abortSignal) => {
      const { client, sdk } = await connect();
      const remove = new sdk.DeleteItemCommand({ TableName, Key: toKey(place), ...isStill(token) });
      return ifCondition(client.send(remove, { abortSignal }));
    },
    scan: (from, size) => scan(connect, { TableName, from, size }),
  };
}

type Condition = { readonly ConditionExpression: string; readonly ExpressionAttributeValues?: Item };
type Item = Record<string, AttributeValue>;
type Write = (place: Place, row: Row, condition: Condition, signal: AbortSignal) => Promise<boolean>;

const ABSENT: Condition = { ConditionExpression: 'attribute_not_exists(mark)' };

/** A write's mark is the row's token: no other write has it. */
function isStill(token: string): Condition {
  return { ConditionExpression: 'mark = :token', ExpressionAttributeValues: { ':token': { S: token } } };
}

type Connect = () => ReturnType<typeof open>;

async function open() {
  const sdk = await import('@aws-sdk/client-dynamodb');
  const client: DynamoDBClient = new sdk.DynamoDBClient({ ...clientSettings, maxAttempts: 1 });
  return { client, sdk };
}

type Range = { readonly TableName: string; readonly from: Place; readonly size: number };

async function* scan(connect: Connect, { TableName, from, size }: Range): AsyncGenerator<KeptRow> {
  const { client, sdk } = await connect();
  // No key is empty in DynamoDB, and 0 comes first of all.
  const values = { ':collection': { S: from.collection }, ':from': { S: from.key || '0' } };
  let start: Item | undefined;
  do {
    const query = new sdk.QueryCommand({
      TableName,
      KeyConditionExpression: '#collection = :collection AND #key >= :from',
      ExpressionAttributeNames: { '#collection': 'collection', '#key': 'key' },
      ExpressionAttributeValues: values,
      ConsistentRead: true,
      Limit: size,
      ExclusiveStartKey: start,
    });
    const page = await tryTwice('state', (abortSignal) => client.send(query, { abortSignal }).catch(fail));
    yield* (page.Items ?? []).map(toRow);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

function toKey({ collection, key }: Place): Item {
  return { collection: { S: collection }, key: { S: key } };
}

function toItem({ name, value, mark, expiresAt }: Row): Item {
  const ttl = String(Math.ceil(expiresAt / 1_000));
  return {
    name: { S: name },
    value: { S: value },
    mark: { S: mark },
    expiresAt: { N: String(expiresAt) },
    ttl: { N: ttl },
  };
}

function toRow(item: Item): KeptRow {
  const mark = item.mark?.S ?? '';
  return {
    name: item.name?.S ?? '',
    value: item.value?.S ?? '',
    mark,
    token: mark,
    expiresAt: Number(item.expiresAt?.N),
  };
}

async function ifCondition(sent: Promise<unknown>): Promise<boolean> {
  return sent.then(
    () => true,
    (error: object) => Reflect.get(error, 'name') !== 'ConditionalCheckFailedException' && fail(error),
  );
}

function fail(error: object): never {
  throw fromStatus('state', statusOf(error), error);
}
