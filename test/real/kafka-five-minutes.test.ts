import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { freePorts } from '../../local/broker/free-ports.ts';
import { startGateway } from '../../local/payments/gateway.ts';
import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { ROOT } from '../e2e/support/checkout.ts';
import { type Child, runChild, startChild } from '../e2e/support/child.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';

const kafka = await findKafka();
const closers = createClosers();

/** What docs/kafka.md does under "Five minutes", in a folder of its own. */
describeIf('jars' in kafka, 'missing' in kafka ? kafka.missing : '')('a secured Kafka, a worker and an order', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-five-minutes-'));
  const waybill = (args: string, env: Readonly<Record<string, string>> = {}) =>
    runChild(['cli/waybill.mjs', ...args.split(' ')], { cwd: ROOT, env });
  const router = { KAFKA_PROPERTIES: join(folder, 'waybill.properties') };
  /** What the worker is told, for commands that look where it keeps things. */
  const place = {
    ...router,
    KAFKA_TOPIC: 'orders',
    STATE_ROOT: join(folder, 'worker/state'),
    BLOB_ROOT: join(folder, 'worker/blobs'),
    DEAD_LETTER_ROOT: join(folder, 'worker/dead-letters'),
    MAIL_ROOT: join(folder, 'worker/mail'),
  };
  let worker: Child;

  beforeAll(async () => {
    closers.add({ close: async () => rmSync(folder, { recursive: true }) });
    const [port] = await freePorts(1);
    closers.add({ close: async () => void (await waybill(`kafka down --data ${folder}`)) });
    expect(await waybill(`kafka up --secure --port ${port} --data ${folder}`)).toMatchObject({ code: 0 });
    const gateway = closers.add(await startGateway({ folder: join(folder, 'payments') }));
    const env = { PAYMENTS_URL: `${gateway.url}/kafka`, WAYBILL_HEALTH_PORT: '0' };
    const args = [`--env-file=${join(folder, 'worker.env')}`, 'functions/kafka/index.ts'];
    worker = closers.add(startChild(args, { cwd: ROOT, env }));
  }, 120_000);
  afterAll(closers.closeAll, 60_000);

  it('carries an order through all its routes, until it is shipped', async () => {
    const sent = await waybill('send --type order.placed --to kafka', router);
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sent order\.placed \S+ to kafka\n$/) });
    for (const type of ['inventory.reserved', 'payment.successful', 'order.shipped'])
      await worker.says(new RegExp(`"message":"delivery".*"type":"${type}"`));
  }, 60_000);

  it('has letters that can be listed and sent again, by commands that come to an end', async () => {
    const file = join(folder, 'order.json');
    const order = sampleOrder('order-without-address');
    const customer = { ...order.customer, email: 'nobody' };
    writeFileSync(file, JSON.stringify(toSampleEvent('order.placed', { ...order, customer })));
    expect(await waybill(`send ${file} --to kafka`, router)).toMatchObject({ code: 0 });
    await worker.says(/"code":"no-address"/);
    const listed = await waybill('dead-letters list --env --cloud kafka --json', place);
    const { letters } = JSON.parse(listed.stdout);
    expect(letters).toMatchObject([{ code: 'no-address', route: 'confirm', cloud: 'kafka' }]);
    const edit = '--set /data/customer/email=ada@example.com';
    const redriven = await waybill(`dead-letters redrive ${letters[0].id} --env --cloud kafka ${edit}`, place);
    expect(redriven).toMatchObject({ code: 0, stdout: expect.stringContaining('1 letter redriven') });
    await worker.says(/"subject":"order-without-address".*"route":"confirm","outcome":"done"/);
  }, 60_000);

  it('ends in order when it is told to', async () => {
    worker.signalGroup('SIGTERM');
    const code = await worker.ended;
    expect([code, worker.stdout() + worker.stderr()]).toEqual([
      0,
      expect.stringContaining('"message":"the worker ends"'),
    ]);
  });
});
