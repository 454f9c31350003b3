import { readFile } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { createCatch, messageOf } from '../../shared/delivery/port-error.ts';
import { createRemoteBlobs, type LocalFile, type RemoteBlobs } from './remote-blobs.ts';
import { withoutSecrets } from './without-secrets.ts';

type Env = Readonly<Record<string, string | undefined>>;
type S3 = { readonly sdk: typeof import('@aws-sdk/client-s3'); readonly client: S3Client };

const ifStatus = createCatch('S3', (error) => Reflect.get(Object(Reflect.get(error, '$metadata')), 'httpStatusCode'));

/** The endpoint that takes the place of S3's own, from the variables that every AWS SDK reads; undefined when none is set. */
export function s3EndpointFrom(env: Env): string | undefined {
  return env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined;
}

/** S3 at an endpoint, with the user's own credentials or else with made-up ones, which emulators take. */
export async function openS3Storage(endpoint: string): Promise<RemoteBlobs> {
  if (!URL.canParse(endpoint)) throw new Error('AWS_ENDPOINT_URL: expected a URL such as http://localhost:9000');
  const sdk = await import('@aws-sdk/client-s3');
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  const credentials = await findCredentials(sdk, region);
  const s3 = { sdk, client: new sdk.S3Client({ endpoint, region, credentials, forcePathStyle: true }) };
  return createRemoteBlobs({
    url: withoutSecrets(endpoint),
    env: toEnv(endpoint, region, credentials),
    createBucket: (bucket) => createBucket(s3, bucket),
    put: (bucket, file) => put(s3, bucket, file),
    list: (bucket) => list(s3, bucket),
    read: (bucket, name) => read(s3, bucket, name),
  });
}

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

async function findCredentials({ S3Client }: S3['sdk'], region: string): Promise<Credentials> {
  // There is no metadata server on a laptop, and looking for one leaves it.
  process.env.AWS_EC2_METADATA_DISABLED ??= 'true';
  const find = new S3Client({ region }).config.credentials;
  return find().catch((error: unknown) => {
    const profile = process.env.AWS_PROFILE;
    if (profile !== undefined) throw new Error(`AWS_PROFILE ${profile}: ${messageOf(error)}`, { cause: error });
    return { accessKeyId: 'local', secretAccessKey: 'local' };
  });
}

function toEnv(endpoint: string, region: string, { accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
  };
}

async function createBucket({ sdk, client }: S3, Bucket: string): Promise<void> {
  const found = await client.send(new sdk.HeadBucketCommand({ Bucket })).catch(ifStatus([404], undefined));
  if (found === undefined) await client.send(new sdk.CreateBucketCommand({ Bucket })).catch(ifStatus([], undefined));
}

async function put({ sdk, client }: S3, Bucket: string, { name: Key, path, contentType: ContentType }: LocalFile) {
  const object = { Bucket, Key, ContentType, Body: await readFile(path) };
  const { ETag = '', VersionId } = await client.send(new sdk.PutObjectCommand(object));
  const { LastModified = new Date(0) } = await client.send(new sdk.HeadObjectCommand({ Bucket, Key }));
  // A bucket whose versioning is suspended has one version, by the name of `null`.
  const isVersioned = VersionId !== undefined && VersionId !== 'null';
  return { etag: ETag.replaceAll('"', ''), modified: LastModified, ...(isVersioned && { version: VersionId }) };
}

async function* list({ sdk, client }: S3, Bucket: string) {
  for await (const { Contents = [] } of sdk.paginateListObjectsV2({ client }, { Bucket }))
    for (const { Key, LastModified } of Contents)
      if (Key !== undefined && LastModified !== undefined) yield { name: Key, modified: LastModified };
}

async function read({ sdk, client }: S3, Bucket: string, Key: string): Promise<Uint8Array> {
  const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
  if (Body === undefined) throw new Error(`S3 gave no body for ${Bucket}/${Key}`);
  return Body.transformToByteArray();
}
