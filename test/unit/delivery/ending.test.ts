import { describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { createSettler, inWords, never } from './settler.ts';
import { orderPlaced, routeTo } from './world.ts';

function createLong() {
  const runs: number[] = [];
  let signal: AbortSignal | undefined;
  const route = routeTo(async (_event, ctx) => {
    runs.push(ctx.attempt);
    signal = ctx.signal;
    if (runs.length === 1) await never();
  });
  return { ...createSettler([route]), runs, signalOf: () => signal };
}

describe('a process that is about to end', () => {
  it('gives the claim back without costing an attempt, and tells the handler', async () => {
    const { send, runs, world, signalOf } = createLong();
    const ending = new AbortController();
    const sent = send(orderPlaced(), { signal: ending.signal });
    await until('the handler to run', () => runs.length === 1);
    expect(signalOf()?.aborted).toBe(false);
    ending.abort();
    expect(await sent).toMatchObject({
      verdict: { kind: 'retry', after: 0, waiting: true },
      deliveries: [{ outcome: { kind: 'retry', counted: false, reason: 'the process is about to end' } }],
    });
    expect(signalOf()?.aborted).toBe(true);
    const [claim] = await world.ports.state.list('claims', { limit: 1 });
    expect(claim?.value).toMatchObject({ status: 'waiting', attempt: 0 });
    expect(inWords(await send(orderPlaced()))).toEqual(['done']);
    expect(runs).toEqual([1, 1]);
  });

  it('starts nothing more, and takes no claim', async () => {
    const { send, runs, world } = createLong();
    expect(await send(orderPlaced(), { signal: AbortSignal.abort() })).toMatchObject({
      verdict: { kind: 'retry', waiting: true },
    });
    expect(runs).toEqual([]);
    expect(await world.ports.state.list('claims', { limit: 1 })).toEqual([]);
  });

  it('gives back a claim that the store granted when the end had come, and does not run the handler', async () => {
    const { start, runs, world } = createLong();
    const ending = new AbortController();
    const { state } = world.ports;
    const put: typeof state.put = (...args) => {
      ending.abort();
      return state.put(...args);
    };
    const send = start({ state: { ...state, put } });
    expect(await send(orderPlaced(), { signal: ending.signal })).toMatchObject({
      verdict: { kind: 'retry', waiting: true },
      deliveries: [{ attempt: 0 }],
    });
    expect(runs).toEqual([]);
    const [claim] = await world.ports.state.list('claims', { limit: 1 });
    expect(claim?.value).toMatchObject({ attempt: 0, leaseUntil: 0 });
  });

  it('changes nothing for what ended before', async () => {
    const { send } = createSettler([routeTo(async () => {})]);
    const ending = new AbortController();
    expect(inWords(await send(orderPlaced(), { signal: ending.signal }))).toEqual(['done']);
    ending.abort();
    expect(inWords(await send(orderPlaced()))).toEqual(['skipped']);
  });
});
