import { describe, expect, it } from '@jest/globals';
import { createTurns } from '../../../shared/handlers/image/turns.ts';

const never = new AbortController().signal;

/** A task that ends when it is told to, and notes when it runs. */
function task(name: string, notes: string[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = async () => {
    notes.push(`${name} begins`);
    await promise;
    notes.push(`${name} ends`);
    return name;
  };
  return { run, end: resolve };
}

describe('turns', () => {
  it('run one task at a time, in the order of the calls', async () => {
    const turn = createTurns();
    const notes: string[] = [];
    const [one, two] = [task('one', notes), task('two', notes)];
    const both = [turn(one.run, never), turn(two.run, never)];
    two.end();
    one.end();
    expect(await Promise.all(both)).toEqual(['one', 'two']);
    expect(notes).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('give nothing to one whose patience ends before its turn, and go on with the next', async () => {
    const turn = createTurns();
    const notes: string[] = [];
    const [one, two, three] = [task('one', notes), task('two', notes), task('three', notes)];
    const patience = new AbortController();
    const first = turn(one.run, never);
    const second = turn(two.run, patience.signal);
    const third = turn(three.run, never);
    patience.abort();
    expect(await second).toBeUndefined();
    one.end();
    three.end();
    expect(await Promise.all([first, third])).toEqual(['one', 'three']);
    expect(notes).toEqual(['one begins', 'one ends', 'three begins', 'three ends']);
  });

  it('do not begin for one whose patience has ended before it asks', async () => {
    const turn = createTurns();
    const notes: string[] = [];
    expect(await turn(task('one', notes).run, AbortSignal.abort())).toBeUndefined();
    expect(notes).toEqual([]);
  });

  it('wait for a task that has begun, whatever becomes of its patience', async () => {
    const turn = createTurns();
    const notes: string[] = [];
    const one = task('one', notes);
    const patience = new AbortController();
    const first = turn(one.run, patience.signal);
    await Promise.resolve();
    patience.abort();
    one.end();
    expect(await first).toBe('one');
  });

  it('pass on what a task throws, and go on', async () => {
    const turn = createTurns();
    const notes: string[] = [];
    const two = task('two', notes);
    const first = turn(() => Promise.reject(new Error('broken')), never);
    const second = turn(two.run, never);
    two.end();
    await expect(first).rejects.toThrow('broken');
    expect(await second).toBe('two');
  });
});
