import { afterEach, describe, expect, it } from '@jest/globals';
import type { KafkaErrorCode } from '../../../../../functions/kafka/client/errors/errors-table.ts';
import { startHealthServer } from '../../../../../functions/kafka/worker/watch/health-server.ts';
import { createMetrics } from '../../../../../functions/kafka/worker/watch/metrics.ts';
import type { WorkerStatus } from '../../../../../functions/kafka/worker/worker-options.ts';
import type { Ports } from '../../../../../shared/delivery/ports.ts';
import { createClosers } from '../../../../e2e/support/closers.ts';

const closers = createClosers();
afterEach(closers.closeAll);

const well: WorkerStatus = {
  state: 'member',
  ready: true,
  troubles: [],
  codes: [],
  lanes: [{ topic: 'orders', partition: 3, depth: 2, lag: 7 }],
};

async function serve(status?: WorkerStatus) {
  const metrics = createMetrics();
  if (status !== undefined) metrics.watch({ status: () => status });
  const server = closers.add(
    await startHealthServer({ host: '127.0.0.1', port: 0, status: metrics.status, registry: metrics.registry }),
  );
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
  return { metrics, ask };
}

describe('the health server', () => {
  it('says that a worker that takes records lives and is ready', async () => {
    const { ask } = await serve(well);
    expect([(await ask('/livez')).status, (await ask('/readyz')).status]).toEqual([200, 200]);
  });

  it('says of a worker that has not begun that it lives and is not ready', async () => {
    const { ask } = await serve();
    expect([(await ask('/livez')).status, (await ask('/readyz')).status]).toEqual([200, 503]);
    expect((await ask('/metrics')).text).toContain('waybill_ready 0\n');
  });

  it('says why a worker is not ready, which lives all the same', async () => {
    const { ask } = await serve({
      ...well,
      state: 'joining',
      ready: false,
      troubles: ['membership: wrong-credentials: no'],
    });
    const ready = await ask('/readyz');
    expect([(await ask('/livez')).status, ready.status]).toEqual([200, 503]);
    expect(JSON.parse(ready.text)).toEqual({
      state: 'joining',
      troubles: ['membership: wrong-credentials: no'],
      partitions: 1,
    });
  });

  it.each([
    ['a host that is not of this machine', '192.0.2.1', 'where the system lets nobody listen'],
    ['a host that nobody knows', 'nowhere.invalid', 'where the system lets nobody listen'],
  ])('says in a sentence that it cannot listen on %s', async (_what, host, words) => {
    const { registry, status } = createMetrics();
    await expect(startHealthServer({ host, port: 0, status, registry })).rejects.toThrow(words);
  });

  it('shows the codes of what does not work, while it does not', async () => {
    const codes: KafkaErrorCode[] = ['wrong-credentials', 'leader-moved', 'leader-moved'];
    const { ask } = await serve({ ...well, codes });
    const shown = async () => (await ask('/metrics')).text.match(/^waybill_trouble\{.*$/gm) ?? [];
    expect(await shown()).toEqual([
      'waybill_trouble{code="wrong-credentials"} 1',
      'waybill_trouble{code="leader-moved"} 1',
    ]);
    codes.splice(0);
    expect(await shown()).toEqual([]);
  });

  it('shows no lag of a partition before it knows one', async () => {
    const { ask } = await serve({ ...well, lanes: [{ topic: 'orders', partition: 3, depth: 0, lag: undefined }] });
    const { text } = await ask('/metrics');
    expect(text).toContain('waybill_lane_depth{topic="orders",partition="3"} 0\n');
    expect(text).not.toContain('waybill_lag_records{');
  });

  it('begins the deliveries of each route and outcome at 0, so that the first one is an increase', async () => {
    const { registry } = createMetrics(['confirm']);
    const text = await registry.metrics();
    for (const route of ['', 'confirm'])
      for (const outcome of ['done', 'retry', 'reject'])
        expect(text).toContain(`waybill_deliveries_total{route="${route}",outcome="${outcome}"} 0\n`);
  });

  it('counts deliveries by their lines in the log, and shows the lanes that are held', async () => {
    const { ask, metrics } = await serve(well);
    const logged: unknown[] = [];
    const { log }: Pick<Ports, 'log'> = metrics.see({ log: (line: unknown) => logged.push(line) } as unknown as Ports); // of the ports, only the log is used
    for (const outcome of ['done', 'done', 'reject'])
      log({ level: 'info', message: 'delivery', route: 'confirm', outcome, ms: 30 });
    log({ level: 'info', message: 'the worker runs' });
    metrics.count('commits');
    metrics.count('records', 5);
    const { text } = await ask('/metrics');
    expect(logged).toHaveLength(4);
    for (const line of [
      'waybill_deliveries_total{route="confirm",outcome="done"} 2',
      'waybill_deliveries_total{route="confirm",outcome="reject"} 1',
      'waybill_handler_seconds_bucket{le="30",route="confirm"} 3',
      'waybill_handler_seconds_count{route="confirm"} 3',
      'waybill_lag_records{topic="orders",partition="3"} 7',
      'waybill_lane_depth{topic="orders",partition="3"} 2',
      'waybill_commits_total 1',
      'waybill_records_total 5',
      'waybill_rebalances_total 0',
      'waybill_ready 1',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });
});
