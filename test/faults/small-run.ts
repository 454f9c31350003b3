import type { KafkaRecord } from '../../functions/kafka/decode.ts';
import { createWorld } from '../unit/delivery/world.ts';
import { type AuditLine, machineTime } from './audit.ts';
import { check, type Finding } from './check.ts';
import { claimStatuses } from './claim-statuses.ts';
import { compose, type Mutant } from './compose.ts';
import { type Sent, toCloudEvent, toEvents } from './fault-events.ts';
import { faultTable } from './fault-routes.ts';
import { createMortal, type Mortal } from './mortal.ts';

const BATCH = 50;
/** Amid a batch. */
const LAST_PUBLISH = 57;
const AFTER_THE_LEASE = 10_000;

/** One partition in memory and two workers, of which the first is killed while it publishes; and what the checker says of it. */
export async function smallRun(mutant?: Mutant): Promise<readonly Finding[]> {
  const { ports, clock, published } = createWorld();
  const sent = toEvents({ name: 'small', count: 400, partitions: 1, subjects: 10 });
  const lines: AuditLine[] = [];
  const partition = createPartition(sent);
  const first = createMortal(ports, { process: 1, lines, lastPublish: LAST_PUBLISH });
  void partition.consume(first, mutant);
  await first.death;
  const deaths = [{ process: 1, at: machineTime() }];
  clock.advance(AFTER_THE_LEASE);
  await partition.consume(createMortal(ports, { process: 2, lines }), mutant);
  const claims = await claimStatuses(ports.state);
  const noted = published.flat().map(({ id }) => id);
  return check({ sent, lines, deaths, claims, noted, letters: [], copies: [] });
}

/** A partition whose committed offset moves with each batch that is finished. */
function createPartition(sent: readonly Sent[]) {
  const records = sent.map(toRecord);
  let committed = 0;
  return {
    consume: async ({ ports, audit }: Mortal, mutant: Mutant | undefined) => {
      const { run } = compose({ table: faultTable('noted', audit), ports, audit, mutant });
      while (committed < records.length) {
        const batch = records.slice(committed, committed + BATCH);
        const finished = await run(batch);
        const open = batch.findIndex(({ offset }) => !finished.some((ref) => ref.offset === offset));
        committed += open === -1 ? batch.length : open;
      }
    },
  };
}

function toRecord(sent: Sent, index: number): KafkaRecord {
  const value = Buffer.from(JSON.stringify(toCloudEvent(sent)));
  return { topic: 'small', partition: 0, offset: BigInt(index), timestamp: 0n, key: null, value, headers: [] };
}
