import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { kafkajs } from '../peers/kafkajs/contender.ts';
import { type KafkaContender, runModule } from './contender.ts';
import { javaConsumer } from './contenders/java-consumer.ts';

const contenders = join(import.meta.dirname, 'contenders');

export const worker: KafkaContender = {
  name: 'worker',
  version: 'this tree',
  prepare: async () => runModule(join(contenders, 'worker.ts')),
};

/** What the others are held against. */
export const bareClient: KafkaContender = {
  name: 'bare client',
  version: `@platformatic/kafka ${manifest.dependencies['@platformatic/kafka']}`,
  prepare: async () => runModule(join(contenders, 'bare-client.ts')),
};

export const KAFKA_PEERS: readonly KafkaContender[] = [kafkajs, javaConsumer];
