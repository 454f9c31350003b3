import type { IamSettings } from '../settings/iam-settings.ts';
import { missingPeer } from './missing-peer.ts';
import { keepTokens, type Tokens } from './tokens.ts';

/** Tokens that AWS's credentials sign, by AWS's own signer. Rejects when that is not installed. */
export async function iamTokens(iam: IamSettings): Promise<Tokens> {
  const signer = await import('aws-msk-iam-sasl-signer-js').catch(missingPeer(SIGNER, 'sasl.mechanism AWS_MSK_IAM'));
  const { region, profile, roleArn, sessionName } = iam;
  const sign = () => {
    if (roleArn !== undefined) {
      const name = sessionName === undefined ? {} : { awsRoleSessionName: sessionName };
      return signer.generateAuthTokenFromRole({ region, awsRoleArn: roleArn, ...name });
    }
    if (profile !== undefined) return signer.generateAuthTokenFromProfile({ region, awsProfileName: profile });
    return signer.generateAuthToken({ region });
  };
  return keepTokens(async () => {
    const { token, expiryTime } = await sign();
    return { token, lifetime: expiryTime - Date.now() };
  });
}

const SIGNER = 'aws-msk-iam-sasl-signer-js';
