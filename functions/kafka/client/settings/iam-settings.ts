import { jaasFrom } from './jaas-from.ts';
import type { Source } from './source.ts';

/** Amazon MSK's access control by IAM: AWS's credentials sign a token for a region. */
export type IamSettings = {
  readonly region: string;
  readonly profile?: string;
  readonly roleArn?: string;
  readonly sessionName?: string;
};

/** The region is that of the brokers' names; where they say none, that of AWS_REGION. Throws with a sentence when nobody says it. */
export function iamFrom(source: Source, hosts: readonly string[]): IamSettings {
  const options = jaasFrom(source, undefined)?.options ?? {};
  const region = hosts.map(regionOf).find((one) => one !== undefined) ?? source.env.AWS_REGION;
  if (!region) {
    throw new Error(
      `No AWS region for AWS_MSK_IAM: expected brokers such as b-1.name.kafka.eu-west-1.amazonaws.com:9098, or AWS_REGION, got ${hosts.join(', ')}`,
    );
  }
  const { awsProfileName, awsRoleArn, awsRoleSessionName } = options;
  return {
    region,
    ...(awsProfileName ? { profile: awsProfileName } : {}),
    ...(awsRoleArn ? { roleArn: awsRoleArn } : {}),
    ...(awsRoleSessionName ? { sessionName: awsRoleSessionName } : {}),
  };
}

function regionOf(host: string): string | undefined {
  return /\.kafka(?:-serverless)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(host.toLowerCase())?.[1];
}
