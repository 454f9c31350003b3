import { readFileSync } from 'node:fs';
import { until } from '../../until.ts';
import type { Evidence } from '../check.ts';
import { keyOf } from '../fault-events.ts';
import { ORDERED } from '../fault-routes.ts';
import type { Acknowledged } from '../load.ts';
import type { Played, Scenario } from '../prove.ts';
import { offsetsOf } from '../read-topic.ts';
import { EVENTS } from '../size.ts';
import { createTopic, PARTITIONS, type Stage } from '../stage.ts';

/** What may happen to a topic under the group that reads it. */
export const topicScenarios: readonly Scenario[] = [
  { name: 'records-deleted', play: deleteRecords },
  { name: 'topic-recreated', play: recreate },
];

/** Enough that workers have not fetched everything when they have done some, since they hold a mebibyte of each partition. */
const PADDING = Math.ceil(40_000_000 / EVENTS);

async function deleteRecords(stage: Stage): Promise<Played> {
  const { admin, topic, load } = stage;
  await stage.send({ padding: PADDING });
  const workers = stage.startWorkers(2);
  await stage.untilEnded(EVENTS / 20, workers[1]);
  const ends = await offsetsOf(admin, { topic, partitions: PARTITIONS });
  const firsts = ends.map((end) => (end * 9n) / 10n);
  const partitions = firsts.map((offset, partition) => ({ partition, offset }));
  await admin.deleteRecords({ topics: [{ name: topic, partitions }] });
  stage.heal();
  const isGone = ({ partition, offset }: Acknowledged) => offset < (firsts[partition] ?? 0n);
  const gone = new Set(load.sent.filter(isGone).map(({ id }) => id));
  return {
    gone: ({ id }) => gone.has(id),
    also: (evidence) =>
      checkSaid(
        evidence,
        workers.map(({ log }) => log),
      ),
  };
}

/**
 * The workers say how many records were deleted before they had them; and a few more where a partition went from one to the other, which
 * does not know what of it was done behind the first unfinished record.
 */
function checkSaid({ sent, claims }: Evidence, logs: readonly string[]): readonly string[] {
  const lines = logs.flatMap((log) => readFileSync(log, 'utf8').split('\n'));
  const said = lines.flatMap((line) => /"offset-out-of-range".*"lost":"(\d+)"/.exec(line)?.[1] ?? []);
  const total = said.reduce((sum, lost) => sum + Number(lost), 0);
  const lost = sent.filter((event) => !claims.has(keyOf(ORDERED, event))).length;
  if (lost === 0) return ['nothing was deleted that was not done: the fault came too late'];
  return total >= lost ? [] : [`the workers say that ${total} records were lost: expected ${lost} at least`];
}

async function recreate(stage: Stage): Promise<Played> {
  const { admin, topic } = stage;
  const count = Math.floor(EVENTS / 2);
  stage.startWorkers(2);
  await stage.send({ name: 'before', count });
  await stage.untilEnded(EVENTS / 10);
  await admin.deleteTopics({ topics: [topic] });
  await until('the topic to be gone', async () => !(await admin.listTopics()).includes(topic));
  await createTopic(admin, topic);
  stage.heal();
  void stage.send({ name: 'after', count });
  return { gone: ({ subject }) => subject.startsWith('before-') };
}
