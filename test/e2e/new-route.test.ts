import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { copyCheckout, INFRASTRUCTURE } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import { type RunningStart, startToStay } from './support/laptop.ts';
import { commandsIn, readReadme, routesIn, withRoute } from './support/readme.ts';
import { waybill } from './support/waybill.ts';

const closers = createClosers();
afterAll(closers.closeAll);

/** On a type that nothing else in the repository knows. */
const OWN_ROUTE = `import * as z from 'zod/mini';
route({
  name: 'search', on: 'parcel.lost', schema: z.object({ parcel: z.string() }),
  handle: async ({ data }, ctx) => ctx.log(\`looking for parcel \${data.parcel}\`),
}),`;

const readme = await readReadme();
const [README_ROUTE = ''] = routesIn(readme);

let root = '';
let start: RunningStart;

beforeAll(async () => {
  const checkout = closers.add(await copyCheckout(INFRASTRUCTURE));
  root = checkout.root;
  await checkout.edit('shared/routes.ts', (table) => withRoute(withRoute(table, README_ROUTE), OWN_ROUTE));
  start = closers.add(await startToStay({ cwd: root }));
  await sharp({ create: { width: 640, height: 480, channels: 3, background: '#a06040' } }).toFile(
    join(root, 'cat.jpg'),
  );
}, 90_000);

describe('a route that was added to shared/routes.ts alone', () => {
  it.each(CLOUDS)(
    'gets, as the README has it, its events on %s',
    async (cloud) => {
      const [, name = ''] = /name: '([^']+)'/.exec(README_ROUTE) ?? [];
      const [, type = ''] = /on: '([^']+)'/.exec(README_ROUTE) ?? [];
      expect(await waybill(root, ['send', '--type', type, '--to', cloud])).toMatchObject({ code: 0 });
      await start.delivers({ cloud, type, route: name, outcome: 'done' });
    },
    60_000,
  );

  it.each(CLOUDS)(
    'gets events of a new type on %s',
    async (cloud) => {
      const event = {
        specversion: '1.0',
        id: `lost-${cloud}`,
        source: '/depot',
        type: 'parcel.lost',
        data: { parcel: cloud },
      };
      await fetch(`${start.url}/${cloud}`, { method: 'POST', body: JSON.stringify(event) });
      await start.delivers({ cloud, type: 'parcel.lost', route: 'search', outcome: 'done' });
      await start.says(new RegExp(`looking for parcel ${cloud}`));
    },
    60_000,
  );
});

describe('the README’s waybill commands', () => {
  // Those for Kafka need Java: `npm run test:real` runs them.
  const commands = commandsIn(readme).filter((line) => /^npx waybill (?!kafka )/.test(line));

  // As whoever adds a route does: else `check` says that the filters are stale.
  beforeAll(async () => {
    expect(await waybill(root, ['routes', 'compile'])).toMatchObject({ code: 0 });
  });

  it.each(commands)(
    '%s',
    async (line) => {
      const [, , ...args] = line.split(/\s+/);
      expect(await waybill(root, args)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/\S/) });
      const [, cloud] = /--to (\S+)/.exec(line) ?? [];
      if (cloud === undefined) return;
      const [, type = 'blob.uploaded'] = /--type (\S+)/.exec(line) ?? [];
      await start.delivers({ cloud, type, outcome: 'done' });
    },
    60_000,
  );
});
