import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { prove, type Scenario } from '../faults/prove.ts';
import { brokerScenarios } from '../faults/scenarios/broker.ts';
import { topicScenarios } from '../faults/scenarios/topics.ts';
import { killAndReplace, killOneOfThree, workerScenarios } from '../faults/scenarios/workers.ts';
import { PATIENCE } from '../faults/size.ts';
import { describeIf, itIf } from '../skip.ts';
import { findPostgres, startPostgres } from './postgres.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const bin = findPostgres();
let broker: Broker | undefined;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker();
}, 60_000);
afterAll(() => broker?.close());

async function proved(scenario: Scenario) {
  if (broker === undefined) throw new Error('there is no broker');
  return prove(broker, scenario);
}

/** Each wait inside has its own patience, and says what it waited for. */
const LIMIT = 5 * PATIENCE;

describeIf(missing === '', missing)('workers lose nothing, keep the order and recover by themselves', () => {
  it.each([...brokerScenarios, ...workerScenarios, ...topicScenarios])(
    'through: $name',
    async (scenario) => {
      expect(await proved(scenario)).toEqual([]);
    },
    LIMIT,
  );

  itIf(!('missing' in bin), 'missing' in bin ? bin.missing : '')(
    'through: worker-killed, with their state in PostgreSQL',
    async () => {
      if ('missing' in bin) return;
      const postgres = await startPostgres(bin);
      try {
        const env = { STATE_URL: await postgres.createSchema() };
        expect(await proved({ name: 'worker-killed-postgres', env, play: killOneOfThree })).toEqual([]);
      } finally {
        await postgres.close();
      }
    },
    LIMIT,
  );

  it('and those that commit before the work is done are found out', async () => {
    const env = { FAULT_MUTANT: 'early' };
    const findings = await proved({ name: 'early', env, play: (stage) => killAndReplace(stage, 1_000) });
    expect(findings.join('\n')).toMatch(/was lost|expected done/);
  }, 60_000);
});
