import { clientSettings } from '../../shared/delivery/aws-sdk/client-settings.ts';
import { messageOf } from '../../shared/delivery/port-error.ts';

/** The text of a secret of Secrets Manager, by its ARN or name. Read anew each time: who asks keeps it as long as it is of use. */
export async function readSecret(SecretId: string): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient(clientSettings);
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId })).catch((cause: unknown) => {
    throw new Error(`The secret ${SecretId} cannot be read: ${messageOf(cause)}`, { cause });
  });
  client.destroy();
  if (SecretString === undefined) throw new Error(`The secret ${SecretId} holds no text: expected one, got bytes`);
  return SecretString;
}
