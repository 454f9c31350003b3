import { clientSettings } from '../../shared/delivery/aws-sdk/client-settings.ts';
import { createS3Blobs } from '../../shared/delivery/aws-sdk/s3-blobs.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { once } from '../../shared/delivery/once.ts';
import type { Blobs } from '../../shared/routing/context.ts';

/**
 * S3, or the store at AWS_ENDPOINT_URL_S3 that speaks it, such as MinIO, Ceph or R2; keys and region come from the variables that AWS's
 * own tools read.
 */
export function createBlobs(env: Env): Blobs {
  const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  const elsewhere = endpoint === undefined ? {} : { ...LIKE_S3, endpoint, region: env.AWS_REGION ?? 'us-east-1' };
  return createS3Blobs(
    once(async () => {
      const { S3 } = await import('@aws-sdk/client-s3');
      return new S3({ ...clientSettings, ...elsewhere });
    }),
  );
}

/** Such a store seldom has a host name for each bucket, and not all of them take the checksums that AWS's own would like. */
const LIKE_S3 = {
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const;
