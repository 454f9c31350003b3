import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

export const REGION = 'eu-west-1';

/** A client for each service that the tests look into, at an emulator. */
export function createClients(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const settings = { endpoint, region: REGION, credentials };
  const clients = {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    dynamo: new DynamoDBClient(settings),
    lambda: new LambdaClient(settings),
    events: new EventBridgeClient(settings),
    secrets: new SecretsManagerClient(settings),
  };
  const close = async () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  return { ...clients, close };
}
