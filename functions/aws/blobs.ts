import { clientSettings } from '../../shared/delivery/aws-sdk/client-settings.ts';
import { createS3Blobs } from '../../shared/delivery/aws-sdk/s3-blobs.ts';
import { once } from '../../shared/delivery/once.ts';
import type { Blobs } from '../../shared/routing/context.ts';

/** S3, of the account that the function runs in. */
export function createBlobs(): Blobs {
  return createS3Blobs(
    once(async () => {
      const { S3 } = await import('@aws-sdk/client-s3');
      // Whoever takes S3's place on another endpoint seldom has a host name for each bucket.
      const forcePathStyle = (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined;
      return new S3({ ...clientSettings, forcePathStyle });
    }),
  );
}
