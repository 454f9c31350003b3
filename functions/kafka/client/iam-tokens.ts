import type { IamSettings } from './iam-settings.ts';
import { loadPeer } from './load-peer.ts';
import { keepTokens, type Tokens } from './tokens.ts';

/** Tokens that AWS's credentials sign, by AWS's own signer. Rejects when that is not installed. */
export async function iamTokens(iam: IamSettings): Promise<Tokens> {
  const signer = await loadPeer(() => import('aws-msk-iam-sasl-signer-js'), PEER);
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

const PEER = { name: 'aws-msk-iam-sasl-signer-js', needs: 'sasl.mechanism AWS_MSK_IAM' };
