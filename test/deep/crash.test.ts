import { describe, expect, it } from '@jest/globals';
import { crashAll, toFindings } from '../crash/crash-all.ts';
import { POINTS } from '../crash/points.ts';

/** As often as most workers come to a point at all. */
const TIMES = 12;
/** From outside, once a worker has written so many lines: as many as each writes at least, and twice, since no two are timed alike. */
const LINES = 24;

describe('workers that are killed with SIGKILL at every point, each time that they come to it', () => {
  it('lose and double nothing', async () => {
    const times = Array.from({ length: TIMES }, (_, index) => index + 1);
    const inside = POINTS.map((point) => times.map((occurrence) => ({ point, occurrence })));
    const outside = Array.from({ length: 2 * LINES }, (_, index) => [{ lines: (index % LINES) + 1 }]);
    const counted = await crashAll([...inside, ...outside]);
    const killed = counted.filter((one) => one.killed);
    const points = POINTS.map(
      (point) => `${point} ${killed.filter(({ what }) => what.startsWith(`${point},`)).length}`,
    );
    const fromOutside = killed.filter(({ what }) => what.startsWith('line')).length;
    console.log(`crashes: ${killed.length} workers killed: ${points.join(', ')}, from outside ${fromOutside}`);
    expect(toFindings(counted)).toEqual([]);
    expect(killed.length).toBeGreaterThanOrEqual(200);
    expect(points.filter((point) => point.endsWith(' 0'))).toEqual([]);
  }, 900_000);
});
