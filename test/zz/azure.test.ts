import { afterAll, beforeAll, describe } from '@jest/globals';
import { doors, odd } from '../contract/azure/bad.ts';
import { send } from '../contract/azure/host-doors.ts';
import { batches, orders, uploads } from '../contract/azure/shapes.ts';
import { startHost } from '../contract/host.ts';
import { jpeg } from '../contract/things.ts';
import { describePartialFailures } from './pf.ts';

for (const n of [1, 2, 3, 4, 5, 6, 7, 8])
  describe(`r${n}`, () => {
    let host: any;
    let photo: any;
    const harness: any = { cloud: 'azure', env: {}, send, uploads, orders, batches, doors, odd };
    const bench: any = {
      harness,
      host: () => host,
      photo: () => photo,
      send: ({ payload }: any) => send(host.url, payload),
    };
    beforeAll(async () => {
      photo = await jpeg();
      host = await startHost('azure', {});
    });
    afterAll(() => host?.stop());
    describePartialFailures(bench);
  });
