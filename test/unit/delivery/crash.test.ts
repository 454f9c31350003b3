import { describe, expect, it } from '@jest/globals';
import { crashAll, toFindings } from '../../crash/crash-all.ts';
import type { Point } from '../../crash/points.ts';

/** One for each kind of step; test/deep comes to all of them, and more than once. */
const SOME: readonly Point[] = [
  'after claim',
  'before outbox',
  'after outbox',
  'amid publish',
  'before complete',
  'after body',
  'after due',
  'before end of join',
  'after end of join',
  'after charge',
  'after hold',
  'before ack',
];

describe('a worker that is killed with SIGKILL, and started again', () => {
  it('loses and doubles nothing, wherever it was', async () => {
    const counted = await crashAll(SOME.map((point) => [{ point, occurrence: 1 }]));
    console.log(`crashes: ${counted.filter(({ killed }) => killed).length} workers killed at ${SOME.length} points`);
    expect(toFindings(counted)).toEqual([]);
    expect(counted.filter(({ killed }) => !killed)).toEqual([]);
  }, 120_000);

  it('is seen to publish anew what it forgot to write down first', async () => {
    const counted = await crashAll([[{ point: 'after publish', occurrence: 1, forgets: true }]]);
    expect(toFindings(counted)).toContainEqual(expect.stringContaining('was published with different contents'));
  }, 60_000);
});
