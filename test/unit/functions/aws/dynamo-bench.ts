import { CreateTableCommand, DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createState } from '../../../../functions/aws/state.ts';
import { startFaultProxy } from '../../../fault-proxy.ts';
import { setEnv } from '../set-env.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };

let tables = 0;

/** An empty table in a DynamoDB at a port of this machine, reached through a way that can be spoilt, and what to close afterwards. */
export async function createDynamoBench(port: number) {
  const way = await startFaultProxy(port);
  const undo = setEnv({ ...CREDENTIALS, AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${way.port}` });
  const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}` });
  tables += 1;
  const STATE_TABLE = `state-${tables}`;
  await createTable(client, STATE_TABLE);
  const close = async () => {
    client.destroy();
    undo();
    await way.close();
  };
  return {
    open: (now: () => number) => createState({ STATE_TABLE }, now),
    fault: way.set,
    tear: () => tear(client, STATE_TABLE),
    client,
    STATE_TABLE,
    close,
  };
}

async function createTable(client: DynamoDBClient, TableName: string) {
  const names = ['collection', 'key'] as const;
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

async function tear(client: DynamoDBClient, TableName: string) {
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  for (const { collection = { S: '' }, key = { S: '' }, value } of Items)
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { collection, key },
        UpdateExpression: 'SET #value = :torn',
        ExpressionAttributeNames: { '#value': 'value' },
        ExpressionAttributeValues: { ':torn': { S: String(value?.S).slice(0, 3) } },
      }),
    );
}
