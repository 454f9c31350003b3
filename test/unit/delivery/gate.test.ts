import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createGate } from '../../../shared/delivery/gate.ts';

/** A task that a test ends, and that says when it has begun. */
function createTask(log: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const run = () => {
    log.push(name);
    return promise;
  };
  return { run, end: () => resolve(name), fail: () => reject(new Error(name)) };
}

/** Long enough for every promise that is already kept to be heard of. */
const turns = () => new Promise((resolve) => setImmediate(resolve));

function createTasks() {
  const gate = createGate();
  const log: string[] = [];
  const task = (name: string) => createTask(log, name);
  return { gate, log, task };
}

describe('a gate', () => {
  it('lets many run side by side, and gives what they give', async () => {
    const { gate, log, task } = createTasks();
    const [a, b] = [task('a'), task('b')];
    const both = Promise.all([gate.shared(a.run), gate.shared(b.run)]);
    await turns();
    expect(log).toEqual(['a', 'b']);
    a.end();
    b.end();
    expect(await both).toEqual(['a', 'b']);
  });

  it('lets one run alone only after all that run, and holds back what comes meanwhile', async () => {
    const { gate, log, task } = createTasks();
    const [a, b, alone, late] = [task('a'), task('b'), task('alone'), task('late')];
    const all = [gate.shared(a.run), gate.shared(b.run), gate.alone(alone.run), gate.shared(late.run)];
    a.end();
    await turns();
    expect(log).toEqual(['a', 'b']);
    b.end();
    await turns();
    expect(log).toEqual(['a', 'b', 'alone']);
    alone.end();
    await turns();
    expect(log).toEqual(['a', 'b', 'alone', 'late']);
    late.end();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'alone', 'late']);
  });

  it('lets several run alone one after another', async () => {
    const { gate, log, task } = createTasks();
    const [one, two, shared] = [task('one'), task('two'), task('shared')];
    const all = [gate.alone(one.run), gate.shared(shared.run), gate.alone(two.run)];
    await turns();
    expect(log).toEqual(['one']);
    one.end();
    await turns();
    expect(log).toEqual(['one', 'two']);
    two.end();
    await turns();
    expect(log).toEqual(['one', 'two', 'shared']);
    shared.end();
    await Promise.all(all);
  });

  it.each(['shared', 'alone'] as const)('is free again after one that failed, %s', async (how) => {
    const { gate, log, task } = createTasks();
    const [bad, alone, shared] = [task('bad'), task('alone'), task('shared')];
    const failed = gate[how](bad.run).catch((error: Error) => `failed: ${error.message}`);
    const rest = [gate.alone(alone.run), gate.shared(shared.run)];
    bad.fail();
    alone.end();
    shared.end();
    expect(await Promise.all([failed, ...rest])).toEqual(['failed: bad', 'alone', 'shared']);
    expect(log).toEqual(['bad', 'alone', 'shared']);
  });
});

describe('however tasks come and end', () => {
  it('each runs once, and nothing beside one that runs alone', async () => {
    const kinds = fc.array(fc.constantFrom('shared', 'alone', 'throws'), { minLength: 1, maxLength: 12 });
    const property = fc.asyncProperty(fc.scheduler(), kinds, async (scheduler, tasks) => {
      const gate = createGate();
      let [shared, alone, ended] = [0, 0, 0];
      const work = async (kind: string) => {
        await scheduler.schedule(Promise.resolve());
        const isAlone = kind !== 'shared';
        const run = async () => {
          if (isAlone) alone++;
          else shared++;
          expect([alone, alone > 0 && shared > 0]).toEqual([isAlone ? 1 : 0, false]);
          await scheduler.schedule(Promise.resolve());
          if (isAlone) alone--;
          else shared--;
          ended++;
          if (kind === 'throws') throw new Error('boom');
        };
        await gate[isAlone ? 'alone' : 'shared'](run).catch((error: Error) => expect(error.message).toBe('boom'));
      };
      await scheduler.waitFor(Promise.all(tasks.map(work)));
      expect(ended).toBe(tasks.length);
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
