import { expect, it } from '@jest/globals';
import { describeIf } from '../skip.ts';
import { installPackage } from './install-package.ts';
import { runWithPackages } from './run-with-packages.ts';

const signer = installPackage('aws-msk-iam-sasl-signer-js@1.0.3');
const missing = 'missing' in signer ? signer.missing : '';

/** Keys that look like AWS's, and open nothing: to sign asks nobody. */
const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

describeIf(missing === '', missing)('a token for Amazon MSK', () => {
  it('is signed by AWS’s own signer for the region of the brokers, and serves the next connection too', async () => {
    const brokers = 'boot-x.c1.kafka-serverless.eu-west-1.amazonaws.com';
    const env = { ...KEYS, KAFKA_PRESET: 'msk-serverless', KAFKA_BROKERS: brokers, AWS_REGION: 'us-east-1' };
    const { mechanism, tokens } = await tokensFor(env);
    expect([mechanism, new Set(tokens).size]).toEqual(['OAUTHBEARER', 1]);
    const url = new URL(Buffer.from(tokens[0] ?? '', 'base64url').toString());
    expect([url.protocol, url.host]).toEqual(['https:', 'kafka.eu-west-1.amazonaws.com']);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'kafka-cluster:Connect',
      'X-Amz-Expires': '900',
      'X-Amz-Credential': expect.stringMatching(
        /^AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/kafka-cluster\/aws4_request$/,
      ),
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  }, 60_000);

  it('is of AWS_REGION where the brokers’ names say none, by the settings of a Java client', async () => {
    const env = {
      ...KEYS,
      AWS_REGION: 'eu-central-1',
      KAFKA_BROKERS: 'kafka.example:9098',
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
      KAFKA_SASL_LOGIN_CALLBACK_HANDLER_CLASS: 'software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler',
    };
    const { tokens } = await tokensFor(env);
    expect(Buffer.from(tokens[0] ?? '', 'base64url').toString()).toContain('https://kafka.eu-central-1.amazonaws.com/');
  }, 60_000);
});

async function tokensFor(env: NodeJS.ProcessEnv) {
  const folder = 'folder' in signer ? signer.folder : '';
  // It is what the script prints.
  return (await runWithPackages('kafka-security-iam-child.ts', folder, env)) as { mechanism: string; tokens: string[] };
}
