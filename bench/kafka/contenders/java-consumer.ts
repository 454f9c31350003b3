import { findKafka, KAFKA_VERSION } from '../../../local/broker/find-kafka.ts';
import { javaArguments } from '../../../local/broker/run-java.ts';
import type { KafkaContender, KafkaReady } from '../contender.ts';
import type { Report, Task } from '../task.ts';

/** Kafka's own consumer, as its own ConsumerPerformance drives it: it parses nothing, and commits by itself. */
export const javaConsumer: KafkaContender = {
  name: 'Java consumer',
  version: KAFKA_VERSION,
  prepare: async (): Promise<KafkaReady> => {
    const kafka = await findKafka();
    if ('missing' in kafka) return kafka;
    return { command: (task) => ['java', ...javaArguments({ ...kafka, heap: '512m' }), ...toArguments(task)], parse };
  },
};

function toArguments({ brokers, topic, group, events, commitEvery }: Task): readonly string[] {
  return [
    'org.apache.kafka.tools.ConsumerPerformance',
    ...['--bootstrap-server', brokers, '--topic', topic, '--group', group, '--num-records', String(events)],
    ...['--hide-header', '--command-property', `auto.commit.interval.ms=${commitEvery}`],
  ];
}

/** Its one line: start, end, MB, MB/s, records, records/s, ms of the rebalance, ms of fetching, MB/s and records/s of the latter. */
function parse(output: string): Report {
  const columns = output.trim().split('\n').at(-1)?.split(',').map(Number) ?? [];
  const [events, ms] = [columns[4], columns[7]];
  if (!events || !ms) throw new Error(`ConsumerPerformance wrote ${JSON.stringify(output.slice(-200))}`);
  return { events, ms };
}
