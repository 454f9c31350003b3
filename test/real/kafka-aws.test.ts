import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { startBroker } from '../../local/broker/start-broker.ts';
import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { ROOT } from '../e2e/support/checkout.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { type RunningStart, startToStay } from '../e2e/support/laptop.ts';
import { describeIf } from '../skip.ts';
import { openReader, type TopicReader } from './kafka-reader.ts';

const kafka = await findKafka();
const closers = createClosers();

/** Nothing but the brokers lies between what the function publishes and what its mapping brings it. */
describeIf('jars' in kafka, 'missing' in kafka ? kafka.missing : '')(
  'the AWS function on a broker with a login',
  () => {
    let start: RunningStart;
    let reader: TopicReader;

    beforeAll(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'waybill-kafka-aws-'));
      closers.add({ close: async () => rmSync(folder, { recursive: true, maxRetries: 3 }) });
      const broker = closers.add(await startBroker({ listeners: ['sasl-tls'], users: { shop: 'shop-secret' } }));
      const env = {
        KAFKA_BROKERS: broker.brokers,
        KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
        KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
        KAFKA_SASL_USERNAME: 'shop',
        KAFKA_SASL_PASSWORD: 'shop-secret',
        KAFKA_SSL_TRUSTSTORE_LOCATION: broker.authority().ca,
      };
      start = closers.add(await startToStay({ cwd: ROOT, args: ['--data', folder], env }));
      reader = closers.add(await openReader(env));
    }, 120_000);
    afterAll(closers.closeAll, 60_000);

    it('takes an order from it by the event source mapping, and carries it to its end over the same topic', async () => {
      const event = toSampleEvent('order.placed', sampleOrder('over-the-wire'));
      const answer = await fetch(`${start.url}/aws`, { method: 'POST', body: JSON.stringify(event) });
      expect(answer.status).toBe(202);
      for (const route of ['confirm', 'reserve', 'charge', 'ship'])
        await start.delivers({ cloud: 'aws', subject: 'over-the-wire', route, outcome: 'done' });
      const types = await reader.typesOf('orders', 'over-the-wire', ['order.shipped']);
      expect(types).toEqual(expect.arrayContaining(['order.placed', 'inventory.reserved', 'payment.successful']));
    }, 60_000);
  },
);
