import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSecret } from '../../../../functions/aws/secret.ts';
import { setEnv } from '../set-env.ts';

/** Answers GetSecretValue as Secrets Manager does (API reference, "GetSecretValue"). */
const SECRETS: Readonly<Record<string, object>> = {
  'arn:aws:secretsmanager:eu-west-1:123456789012:secret:mail-a1b2c3': { SecretString: 'smtps://u:p@mail.example' },
  bytes: { SecretBinary: 'AAEC' },
};

let restore: () => void;
const asked: string[] = [];
const server = createServer(async (request, response) => {
  const { SecretId } = JSON.parse(await text(request));
  asked.push(`${request.headers['x-amz-target']} ${SecretId}`);
  const found = SECRETS[SecretId];
  response.writeHead(found === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(
    JSON.stringify(found ?? { __type: 'ResourceNotFoundException', message: 'Secrets Manager can’t find it.' }),
  );
});

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  restore = setEnv({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_PROFILE: '',
  });
});
afterEach(async () => {
  restore();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a secret', () => {
  it('is the text that Secrets Manager keeps under the ARN', async () => {
    const [arn = ''] = Object.keys(SECRETS);
    expect(await readSecret(arn)).toBe('smtps://u:p@mail.example');
    expect(asked).toEqual([`secretsmanager.GetSecretValue ${arn}`]);
  });

  it('that is not there is named', async () => {
    await expect(readSecret('gone')).rejects.toThrow('The secret gone cannot be read: Secrets Manager can’t find it.');
  });

  it('of bytes is refused', async () => {
    await expect(readSecret('bytes')).rejects.toThrow('The secret bytes holds no text');
  });
});
