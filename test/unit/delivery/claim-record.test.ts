import { describe, expect, it } from '@jest/globals';
import { createSettler, inWords } from './settler.ts';
import { orderPlaced, routeTo } from './world.ts';

const KEY = 'test|/shop|1';
const EXPIRES = Date.UTC(2027, 0, 1);

function createRuns() {
  const runs: string[] = [];
  const settler = createSettler([routeTo(async ({ id }) => void runs.push(id))]);
  const put = (value: unknown) =>
    settler.world.ports.state.put('claims', KEY, { value, if: 'absent', expiresAt: EXPIRES });
  const found = async () => (await settler.world.ports.state.get('claims', KEY))?.value;
  return { ...settler, runs, put, found };
}

describe('a claim of a newer version', () => {
  it('is left as it is until the newer code comes, and that costs no attempt', async () => {
    const { send, runs, put, found, world } = createRuns();
    const newer = { v: 2, phase: 'whatever' };
    await put(newer);
    const { verdict, deliveries } = await send(orderPlaced());
    expect(verdict).toEqual({ kind: 'retry', after: 30_000, waiting: true });
    expect(deliveries).toMatchObject([{ outcome: { counted: false, reason: 'its record is of the newer version 2' } }]);
    expect([runs, world.letters, await found()]).toEqual([[], [], newer]);
  });
});

const WHOLE = { v: 1, status: 'waiting', owner: 'o', attempt: 1, leaseUntil: 0, notBefore: 0, firstTry: 0, hash: 'h' };

describe('a claim that cannot be read', () => {
  it.each<[string, unknown]>([
    ['no object', 'torn'],
    ['nothing', null],
    ['without a version', { status: 'done' }],
    ['of version 0', { ...WHOLE, v: 0, outbox: [] }],
    ['of a version that is a text', { ...WHOLE, v: '1', outbox: [] }],
    ['without an outbox', WHOLE],
    ['with an outbox that is none', { ...WHOLE, outbox: { bdy: 'x' } }],
    ['of an unknown status', { ...WHOLE, outbox: [], status: 'maybe' }],
    ['with a time that is a text', { ...WHOLE, outbox: [], leaseUntil: '0' }],
    ['without a hash', { ...WHOLE, outbox: [], hash: undefined }],
  ])('being %s is a dead letter, and is left as it is', async (_what, value) => {
    const { send, runs, put, found, world } = createRuns();
    await put(value);
    const before = await found();
    for (let tries = 0; tries < 2; tries++) {
      const settled = await send(orderPlaced());
      expect([settled.verdict.kind, inWords(settled)]).toEqual(['done', ['reject bad-state']]);
    }
    expect(new Set(world.letters.map(({ id, code }) => `${code} ${id}`)).size).toBe(1);
    expect(runs).toEqual([]);
    expect(await found()).toEqual(before);
  });

  it('does not keep its redrive from running', async () => {
    const { send, runs, put } = createRuns();
    await put('torn');
    await send(orderPlaced());
    expect(inWords(await send(orderPlaced({ waybillroute: 'test', waybillredrive: 1 })))).toEqual(['done']);
    expect(runs).toEqual(['1']);
  });
});

describe('a claim', () => {
  it.each<[string, number | undefined, number]>([
    ['as long as its source may redeliver', 86_400_000, 86_400_000],
    ['for two weeks where the source does not say', undefined, 14 * 86_400_000],
  ])('is kept %s, and not longer', async (_what, horizon, kept) => {
    const { send, runs, world } = createRuns();
    const sending = horizon === undefined ? {} : { horizon };
    await send(orderPlaced(), sending);
    world.clock.advance(kept - 1);
    expect(inWords(await send(orderPlaced(), sending))).toEqual(['skipped']);
    world.clock.advance(1);
    await send(orderPlaced(), sending);
    expect(runs).toEqual(['1', '1']);
  });
});
