import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../../../e2e/support/checkout.ts';
import { startChild } from '../../../e2e/support/child.ts';
import { createClosers } from '../../../e2e/support/closers.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const SERVICES = {
  AZURE_STORAGE_ACCOUNT: 'account',
  EVENT_GRID_TOPIC_ENDPOINT: 'https://topic.example/api/events',
  DEAD_LETTERS_BUCKET: 'letters',
};

async function statusOfHub(env: Readonly<Record<string, string>>): Promise<number> {
  const child = closers.add(startChild(['local/hosts/azure.ts'], { cwd: ROOT, env: { ...SERVICES, ...env } }));
  const [, url] = await child.says(/"url":"([^"]+)"/);
  return (await fetch(`${url}/admin/functions/router-hub`)).status;
}

describe('the function for Event Hubs', () => {
  it('is there only where EVENT_HUB_NAME names a hub', async () => {
    const settings = [{ EVENT_HUB_NAME: 'events' }, {}, { EVENT_HUB_NAME: '' }];
    expect(await Promise.all(settings.map(statusOfHub))).toEqual([200, 404, 404]);
  });
});
