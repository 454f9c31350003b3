import { DeleteBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { createClosers } from '../e2e/support/closers.ts';
import { startMoto } from './moto.ts';
import { copyAwsModule } from './terraform-aws.ts';
import { createClients, REGION } from './terraform-aws-clients.ts';
import { createSqs } from './terraform-aws-sqs.ts';

const VARIABLES = {
  region: REGION,
  secrets: '{ SMTP_URL = "smtp" }',
  alert_email: 'ops@example.com',
  force_destroy: 'true',
};

const PROVIDER = `provider "aws" {
  region                      = "${REGION}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
}
`;

/**
 * What moto cannot do, beside MSK, mappings of Kafka and a function's run, which are left to the module's own tests: it has no metrics of
 * a bucket's requests, and it gives a queue's redrive policy back with other spaces, which looks like a change.
 */
const LEFT_OUT = `resource "aws_s3_bucket_metric" "dead_letters" {
  for_each = {}
}
${['uploads', 'events'].map((name) => `resource "aws_sqs_queue" "${name}" {\n  lifecycle {\n    ignore_changes = [redrive_policy]\n  }\n}`).join('\n')}
`;

type Outputs = Readonly<Record<string, { readonly value: unknown }>>;

/** The module applied onto a moto of its own, and what is there to look into it. All of it is closed by `closers`. */
export async function applyOntoMoto(mirror: string, closers: ReturnType<typeof createClosers>) {
  const { url } = closers.add(await startMoto('moto_server'));
  const clients = closers.add(createClients(url));
  await clients.secrets.send(new CreateSecretCommand({ Name: 'smtp', SecretString: 'smtp://mail.example:25' }));
  const files = { 'emulator.tf': PROVIDER, 'emulator_override.tf': LEFT_OUT };
  const module = closers.add(await copyAwsModule({ mirror, files, env: toEnv(url) }));
  const run = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
    module.run([...args, ...toFlags({ ...VARIABLES, ...variables })]);
  await run(['apply', '-auto-approve']);
  const json = await module.run(['output', '-json']);
  const outputs = JSON.parse(json.output) as Outputs; // Terraform's own form
  const output = (name: string) => String(outputs[name]?.value);
  /** Puts an object by the outputs' name of its bucket. Moto reads no conditions: to it, the policy refuses everything. */
  const put = async (name: string, Key: string) => {
    const Bucket = output(name);
    await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: '{}' }));
  };
  const listState = async () => (await module.run(['state', 'list'])).output;
  return { ...clients, sqs: createSqs(url), run, output, put, listState };
}

function toFlags(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
}

/** Neither the user's profile nor a proxy: everything is on this machine. */
function toEnv(url: string) {
  return {
    ...{ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: '' },
    ...{ AWS_PROFILE: '', AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '', HTTP_PROXY: '', HTTPS_PROXY: '' },
  };
}
