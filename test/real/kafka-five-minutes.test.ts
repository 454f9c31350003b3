import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { freePorts } from '../../local/broker/free-ports.ts';
import { startGateway } from '../../local/payments/gateway.ts';
import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { type Child, runChild, startChild } from '../e2e/support/child.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { imageTree } from '../unit/deploy/image-tree.ts';

const kafka = await findKafka();
const closers = createClosers();

/** What docs/kafka.md does under "Five minutes", in a checkout of its own: nobody says which Kafka is meant. */
describeIf('jars' in kafka, 'missing' in kafka ? kafka.missing : '')('a secured Kafka, a worker and an order', () => {
  const root = imageTree(['cli', 'functions', 'local']);
  const folder = join(root, '.waybill/kafka/secure');
  const waybill = (args: string, cwd = root) => runChild([join(root, 'cli/waybill.mjs'), ...args.split(' ')], { cwd });
  let worker: Child;

  beforeAll(async () => {
    closers.add({ close: async () => rmSync(root, { recursive: true }) });
    const [port] = await freePorts(1);
    closers.add({ close: async () => void (await waybill('kafka down')) });
    expect(await waybill(`kafka up --secure --port ${port}`)).toMatchObject({ code: 0 });
    const gateway = closers.add(await startGateway({ folder: join(folder, 'payments') }));
    const env = { PAYMENTS_URL: `${gateway.url}/kafka`, WAYBILL_HEALTH_PORT: '0' };
    const args = [`--env-file=${join(folder, 'worker.env')}`, 'functions/kafka/index.ts'];
    worker = closers.add(startChild(args, { cwd: root, env }));
  }, 120_000);
  afterAll(closers.closeAll, 60_000);

  it('carries an order through all its routes, until it is shipped, and tells its story', async () => {
    const sent = await waybill('send --type order.placed --to kafka');
    const [, id, next = ''] =
      /^sent order\.placed (\S+) to kafka\nIts story: npx waybill (.+)\n$/.exec(sent.stdout) ?? [];
    expect([sent.code, sent.stderr, next]).toEqual([0, '', `trace ${id}`]);
    for (const type of ['inventory.reserved', 'payment.successful', 'order.shipped'])
      await worker.says(new RegExp(`"message":"delivery".*"type":"${type}"`));
    expect(await waybill(next)).toMatchObject({ code: 0, stdout: expect.stringContaining('order.shipped') });
  }, 60_000);

  it('has letters that can be listed and sent again, by commands that come to an end', async () => {
    const file = join(root, 'order.json');
    const order = sampleOrder('order-without-address');
    const customer = { ...order.customer, email: 'nobody' };
    writeFileSync(file, JSON.stringify(toSampleEvent('order.placed', { ...order, customer })));
    expect(await waybill(`send ${file} --to kafka`)).toMatchObject({ code: 0 });
    await worker.says(/"code":"no-address"/);
    const listed = await waybill('dead-letters list --json');
    const { letters } = JSON.parse(listed.stdout);
    expect(letters).toMatchObject([{ code: 'no-address', route: 'confirm', cloud: 'kafka' }]);
    const edit = '--set /data/customer/email=ada@example.com';
    const redriven = await waybill(`dead-letters redrive ${letters[0].id} --cloud kafka ${edit}`);
    expect(redriven).toMatchObject({ code: 0, stdout: expect.stringContaining('1 letter redriven') });
    await worker.says(/"subject":"order-without-address".*"route":"confirm","outcome":"done"/);
  }, 60_000);

  it('is found from a folder within the checkout, too', async () => {
    const there = join(root, 'shared');
    expect(await waybill('kafka status', there)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Kafka at /),
    });
    expect(await waybill('kafka acls --check', there)).toMatchObject({ code: 0, stderr: '' });
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
