import { expect, it } from '@jest/globals';
import { createWatchdog, type LaneSample, type Sample } from '../../../../../functions/kafka/worker/watch/watchdog.ts';

const patience = { still: 60, deaf: 100 };
const lane: LaneSample = { key: 'orders/0', finished: 0, position: 0n, end: 0n, depth: 0, full: false };

/** Samples, each so many milliseconds after the one before; the default is a worker that is well and has nothing to do. */
function judgeAll(samples: readonly Partial<Sample>[], every = 50) {
  const judge = createWatchdog(patience);
  return samples.map((sample, index) => {
    const now = index * every;
    return judge({ now, answeredAt: now, heardAt: now, inTrouble: false, lanes: [lane], ...sample });
  });
}

const restarts = (samples: readonly Partial<Sample>[]) => judgeAll(samples).map(({ restart }) => restart);
const behind = { lanes: [{ ...lane, end: 9n }] };

it('leaves a worker alone that has nothing to do', () => {
  expect(restarts([{}, {}, {}, {}])).toEqual([undefined, undefined, undefined, undefined]);
});

it('restarts the fetch loop when records lie there and nothing comes, and the membership when that did not help', () => {
  expect(restarts([behind, behind, behind, behind, behind, behind])).toEqual([
    undefined,
    undefined,
    'fetch',
    undefined,
    'membership',
    undefined,
  ]);
});

it('restarts the fetch loop when no broker answers', () => {
  const silent = { answeredAt: 0 };
  expect(restarts([silent, silent, silent])).toEqual([undefined, undefined, 'fetch']);
});

it('leaves a lane alone whose position moves, or that has no room', () => {
  const moving = [0n, 2n, 4n, 6n].map((position) => ({ lanes: [{ ...lane, end: 9n, position }] }));
  const full = { lanes: [{ ...lane, end: 9n, full: true }] };
  expect(restarts(moving).concat(restarts([full, full, full]))).toEqual(Array(7).fill(undefined));
});

it('leaves what is known not to work to those who try it again', () => {
  const known = { ...behind, inTrouble: true };
  expect(restarts([known, known, known])).toEqual([undefined, undefined, undefined]);
});

it('restarts a membership that hears nothing, and does not count one that has never joined', () => {
  expect(restarts([{ heardAt: 0 }, { heardAt: 0 }, { heardAt: 0 }, { heardAt: 0 }])).toEqual([
    undefined,
    undefined,
    undefined,
    'membership',
  ]);
  expect(restarts([{ heardAt: undefined }, { heardAt: undefined }, { heardAt: undefined }])).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('says once of a lane that its handlers finish nothing, and again after something moved', () => {
  const held = (finished: number) => ({ lanes: [{ ...lane, finished, depth: 3 }] });
  const said = judgeAll([0, 0, 0, 0, 1, 1, 1].map(held)).map(({ stuck }) => stuck.length);
  expect(said).toEqual([0, 0, 1, 0, 0, 0, 1]);
});
