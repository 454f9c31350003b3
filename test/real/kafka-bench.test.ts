import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { describeIf } from '../skip.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const RUN = join(import.meta.dirname, '../../bench/run.ts');

describeIf(missing === '', missing)('the bench on Apache Kafka', () => {
  it('reads 20,000 events through the worker and the bare client, looks at memory, and judges what it found', async () => {
    const args = [RUN, 'kafka', '--quick', '--long', '--no-peers', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { tables, verdicts } = JSON.parse(stdout);
    const [comparison] = tables;
    expect(comparison.rows.map(([name]: readonly string[]) => name)).toEqual([
      'worker, this tree',
      expect.stringMatching(/^bare client, @platformatic\/kafka /),
    ]);
    expect(comparison.rows.flat().filter((cell: string) => /NaN|–/.test(cell))).toEqual([]);
    const judged = verdicts.filter(({ holds }: { holds?: boolean }) => holds !== undefined);
    expect(judged).toHaveLength(4);
  }, 120_000);
});
