import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { explainKafkaError } from '../../functions/kafka/client/errors.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';

/**
 * Writes a record to the topic TOPIC, reads it in a group and commits it, by the settings of the environment. Prints, as JSON, what was read and
 * committed, or what our table says of the error. In a process of its own, since Kerberos's library reads its environment once.
 */
const topic = process.env.TOPIC ?? '';
const options = { ...(await clientOptions(kafkaSettings(process.env))), retries: 0 };

try {
  const admin = new Admin(options);
  const known = await admin.listTopics().finally(() => admin.close());
  if (!known.includes(topic)) throw new Error(`no topic ${topic}`);
  await write();
  process.stdout.write(JSON.stringify(await read()));
} catch (error) {
  const { code, message } = explainKafkaError(error);
  process.stdout.write(JSON.stringify({ code, message }));
}

async function write(): Promise<void> {
  const producer = new Producer({ ...options, retries: 5, serializers: stringSerializers });
  await producer.send({ messages: [{ topic, value: 'by Kerberos' }], acks: -1 });
  await producer.close();
}

async function read() {
  const retry = { retries: 5, retryDelay: 100, maxWaitTime: 100 };
  const consumer = new Consumer({ ...options, ...retry, groupId: topic, deserializers: stringDeserializers });
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
  const values: string[] = [];
  for await (const { value, partition, offset, leaderEpoch = -1 } of stream) {
    values.push(value);
    await consumer.commit({ offsets: [{ topic, partition, offset: offset + 1n, leaderEpoch }] });
    break;
  }
  const committed = await consumer.listCommittedOffsets({ topics: [{ topic, partitions: [0] }] });
  await consumer.close(true);
  return { values, committed: committed.get(topic)?.map(String) };
}
