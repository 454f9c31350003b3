import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { startBroker } from '../../local/broker/start-broker.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { mountDisk, whyNoDisk } from '../faults/disk.ts';
import { prove } from '../faults/prove.ts';
import { diskScenario, SMALL } from '../faults/scenarios/disk.ts';
import { PATIENCE } from '../faults/size.ts';
import { itIf } from '../skip.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : await whyNoDisk();
const closers = createClosers();

afterAll(closers.closeAll, 30_000);

itIf(missing === '', missing)(
  'workers lose nothing, keep the order and recover by themselves through: disk-full',
  async () => {
    const disk = closers.add(await mountDisk(SMALL));
    const folder = await mkdtemp(join(tmpdir(), 'waybill-full-'));
    closers.add({ close: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) });
    // What the cluster knows of itself is elsewhere: it is the data that fills a disk.
    const extra = { 'log.dirs': join(disk.folder, 'data'), 'metadata.log.dir': join(folder, 'metadata') };
    const broker = closers.add(await startBroker({ folder, extra }));
    expect(await prove(broker, diskScenario(disk))).toEqual([]);
  },
  5 * PATIENCE,
);
