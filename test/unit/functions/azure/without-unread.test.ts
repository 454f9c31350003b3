import { describe, expect, it } from '@jest/globals';
import { createPorts } from '../../../../functions/azure/ports.ts';

const REFERENCE = '@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/name)';
const ENV = {
  AZURE_STORAGE_ACCOUNT: 'account',
  DEAD_LETTERS_BUCKET: 'dead-letters',
  EVENT_GRID_TOPIC_ENDPOINT: 'https://topic.example/api/events',
};

describe('a Key Vault reference that Azure could not read', () => {
  it('leaves payments unavailable, and everything else as it is', async () => {
    const { payments } = createPorts({ ...ENV, PAYMENTS_URL: REFERENCE });

    await expect(payments.refund('reference')).rejects.toMatchObject({ kind: 'unavailable', port: 'payments' });
  });

  it('stops the load where nothing goes without it', () => {
    expect(() => createPorts({ ...ENV, DEAD_LETTERS_BUCKET: REFERENCE })).toThrow('DEAD_LETTERS_BUCKET is not set');
  });
});
