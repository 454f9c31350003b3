import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeIf } from '../skip.ts';
import { FOLDER } from '../unit/deploy/deploy-folder.ts';
import { findPromtool } from './promtool.ts';

const found = findPromtool();
const ALERTS = join(FOLDER, 'alerts.yaml');
const retries = 'waybill_deliveries_total{route="charge",outcome="retry"}';
const dones = 'waybill_deliveries_total{route="charge",outcome="done"}';
const rejects = 'waybill_deliveries_total{route="charge",outcome="reject"}';
const denied = 'waybill_trouble{instance="a",code="topic-not-permitted"}';
const bucket = (le: string) => `waybill_handler_seconds_bucket{route="charge",le="${le}"}`;

/** What happens, a value a minute in Prometheus's own shorthand; which alarm is looked at, after how many minutes, and whether it rings. */
const CASES: readonly (readonly [string, string, number, boolean, Readonly<Record<string, string>>])[] = [
  ['all are ready', 'WaybillNobodyTakesRecords', 10, false, { 'waybill_ready{instance="a"}': '1x10' }],
  ['one of two is ready', 'WaybillNobodyTakesRecords', 10, false, ready('0x10', '1x10')],
  ['none is ready', 'WaybillNobodyTakesRecords', 3, true, ready('1 0x9', '0x10')],
  ['none can be scraped', 'WaybillNobodyTakesRecords', 10, true, { 'other{}': '1x10' }],
  ['a grant is missing', 'WaybillTroubleLasts', 20, true, { [denied]: '_x3 1x20' }],
  ['a grant was missing', 'WaybillTroubleLasts', 20, false, { [denied]: '_x3 1x10 _x10' }],
  ['lag grows', 'WaybillFallsBehind', 45, true, lag('0+1000x60')],
  ['lag is large and shrinks', 'WaybillFallsBehind', 45, false, lag('90000-1000x60')],
  ['lag is small and grows', 'WaybillFallsBehind', 45, false, lag('0+10x60')],
  ['a gateway is away', 'WaybillOnlyRetries', 20, true, { [retries]: '0+60x30', [dones]: '5x30' }],
  ['one of many fails', 'WaybillOnlyRetries', 20, false, { [retries]: '0+60x30', [dones]: '0+1x30' }],
  [
    'one event failed, and is a letter',
    'WaybillOnlyRetries',
    20,
    false,
    { [retries]: '0x5 4x30', [rejects]: '0x5 1x30' },
  ],
  ['a lane is stuck', 'WaybillPartitionStandsStill', 6, true, { 'waybill_stuck_total{instance="a"}': '0x5 1x10' }],
  [
    'an event ends its process',
    'WaybillWorkerEndsAgainAndAgain',
    10,
    true,
    starts('1 1 100 100 200 200 300 300 400x9'),
  ],
  ['a new release', 'WaybillWorkerEndsAgainAndAgain', 10, false, starts('1x5 100x9')],
  ['the first letter of a route', 'WaybillDeadLetters', 6, true, { [rejects]: '0x4 1x10' }],
  ['a worker begins', 'WaybillDeadLetters', 6, false, { [rejects]: '_x4 0x10' }],
  ['another letter', 'WaybillDeadLetters', 30, true, { [rejects]: '1x28 2x10' }],
  ['letters of yesterday', 'WaybillDeadLetters', 50, false, { [rejects]: '3x60' }],
  ['a rebalance each ten seconds', 'WaybillGroupFindsNoRest', 12, true, { 'waybill_rebalances_total{}': '0+6x20' }],
  ['a rollout', 'WaybillGroupFindsNoRest', 12, false, { 'waybill_rebalances_total{}': '0 2 4 6x20' }],
  ['no commit is taken', 'WaybillCommitsFail', 6, true, { 'waybill_commit_failures_total{}': '0+5x10' }],
  [
    'a handler hangs',
    'WaybillHandlerNearItsTimeOut',
    20,
    true,
    { [bucket('10')]: '0x30', [bucket('30')]: '0+9x30', [bucket('60')]: '0+9x30', [bucket('+Inf')]: '0+9x30' },
  ],
  [
    'a handler is quick',
    'WaybillHandlerNearItsTimeOut',
    20,
    false,
    { [bucket('10')]: '0+9x30', [bucket('+Inf')]: '0+9x30' },
  ],
];

function ready(a: string, b: string) {
  return { 'waybill_ready{instance="a"}': a, 'waybill_ready{instance="b"}': b };
}

function lag(values: string) {
  return { 'waybill_lag_records{topic="orders",partition="0"}': values };
}

function starts(values: string) {
  return { 'process_start_time_seconds{instance="a"}': values, 'waybill_ready{instance="a"}': '1x30' };
}

describeIf('promtool' in found, 'missing' in found ? found.missing : '')('deploy/kafka/alerts.yaml', () => {
  const promtool = (...args: string[]) =>
    spawnSync('promtool' in found ? found.promtool : '', args, { encoding: 'utf8' });
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-alerts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is what Prometheus takes', () => {
    expect(promtool('check', 'rules', ALERTS)).toMatchObject({ status: 0 });
  });

  it.each(CASES)('%s: %s after %i minutes: %p', (_, alert, minutes, rings, series) => {
    const file = join(folder, 'case.json');
    const expr = `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`;
    const test = {
      interval: '1m',
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [{ expr, eval_time: `${minutes}m`, exp_samples: [{ labels: '{}', value: rings ? 1 : 0 }] }],
    };
    writeFileSync(file, JSON.stringify({ rule_files: [ALERTS], evaluation_interval: '1m', tests: [test] }));
    const { status, stdout, stderr } = promtool('test', 'rules', file);
    expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  });
});
