import { describe, expect, it } from '@jest/globals';
import { discard } from '../../../shared/delivery/discard.ts';
import { fileLetter, LETTERS } from '../../../shared/delivery/letters.ts';
import { prepareRedrive, redrive } from '../../../shared/delivery/redrive.ts';
import { type Outcome, reject } from '../../../shared/routing/outcome.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

/** A world in which an event was rejected, and the id of its letter. */
async function createRejected(change: Parameters<typeof orderPlaced>[0] = {}) {
  const world = createWorld();
  const seen: unknown[] = [];
  let answer: Outcome | undefined = reject('no-stock', 'sold out');
  const to = routeTo(async ({ data }) => {
    seen.push(data);
    return answer;
  });
  await world.send(to, orderPlaced(change));
  const [{ id } = { id: '' }] = world.letters;
  const statusOf = async () => (await world.ports.state.get(LETTERS, id))?.value;
  const mend = () => {
    answer = undefined;
  };
  return { world, to, id, seen, statusOf, mend };
}

describe('a redrive', () => {
  it('sends the event to its route alone, which then runs once more, and marks the letter', async () => {
    const { world, to, id, seen, statusOf, mend } = await createRejected();
    mend();
    world.clock.advance(1_000);
    expect(await redrive(world.ports, 'test', { id })).toMatchObject({ ok: true, value: { redrive: 1 } });
    const [[sent] = []] = world.published;
    expect(sent).toEqual({ ...orderPlaced(), waybillroute: 'test', waybillredrive: 1 });
    expect(await statusOf()).toMatchObject({ status: 'redriven', since: world.clock.now() });
    expect((await world.send(to, sent ?? orderPlaced())).outcome).toEqual({ kind: 'done' });
    expect(seen).toEqual([{ n: 1 }, { n: 1 }]);
  });

  it('leaves an audit line without data', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const { world, id } = await createRejected({ traceparent: `00-${trace}-b7ad6b7169203331-01` });
    await redrive(world.ports, 'test', { id });
    expect(world.lines.at(-1)).toEqual({
      ...{ level: 'info', message: 'redrive', cloud: 'test', letter: id, route: 'test', redrive: 1, trace },
      event: { id: '1', source: '/shop', type: 'order.placed', subject: 'A-1' },
    });
  });

  it('counts on from the redrive that failed again', async () => {
    const { world, to, id } = await createRejected();
    await redrive(world.ports, 'test', { id });
    await world.send(to, world.published[0]?.[0] ?? orderPlaced());
    const again = world.letters.at(-1)?.id ?? '';
    expect(again).not.toBe(id);
    expect(await redrive(world.ports, 'test', { id: again })).toMatchObject({ ok: true, value: { redrive: 2 } });
  });

  it('sends the same once more when it is asked twice, under the same number', async () => {
    const { world, id } = await createRejected();
    await redrive(world.ports, 'test', { id });
    await redrive(world.ports, 'test', { id });
    expect(world.published[1]).toEqual(world.published[0]);
  });

  it('sends an edited event, and under the same number no other', async () => {
    const { world, id } = await createRejected();
    const edits = [{ at: '/data/n', value: 2 }];
    expect(await redrive(world.ports, 'test', { id, edits })).toMatchObject({ ok: true });
    expect(world.published[0]?.[0]).toMatchObject({ id: '1', data: { n: 2 } });
    expect(await redrive(world.ports, 'test', { id })).toMatchObject({ ok: false, error: { code: 'other-contents' } });
    expect(world.published).toHaveLength(1);
  });

  it('leaves the letter as it was when the event could not be published', async () => {
    const { world, id, statusOf } = await createRejected();
    world.broken.publish = new Error('broker down');
    const result = await redrive(world.ports, 'test', { id });
    expect(result).toMatchObject({ ok: false, error: { code: 'not-published', message: 'broker down' } });
    expect(await statusOf()).toMatchObject({ status: 'filed' });
    expect(world.lines.filter(({ message }) => message === 'redrive')).toEqual([]);
  });

  it('says so when the letter was discarded while its event was under way', async () => {
    const { world, id, statusOf } = await createRejected();
    const ports = { ...world.ports, publish: async () => void (await discard(world.ports, id)) };
    const result = await redrive(ports, 'test', { id });
    expect(result).toMatchObject({ ok: true, value: { note: expect.stringContaining('now discarded') } });
    expect(await statusOf()).toMatchObject({ status: 'discarded' });
  });

  it('sends an unrouted event to whoever wants it', async () => {
    const { ports, published } = createWorld();
    const letter = { id: 'l1', code: 'unrouted', reason: 'x', attempts: 0, raw: Buffer.from('x') };
    await fileLetter(ports, 'test', { ...letter, event: orderPlaced() });
    await redrive(ports, 'test', { id: 'l1' });
    expect(published[0]).toEqual([{ ...orderPlaced(), waybillredrive: 1 }]);
  });
});

describe('a redrive is refused, with what to do', () => {
  it('for a discarded letter', async () => {
    const { world, id } = await createRejected();
    expect(await discard(world.ports, id)).toMatchObject({ ok: true });
    expect(await prepareRedrive(world.ports, id)).toMatchObject({
      ok: false,
      error: { code: 'discarded', fix: expect.stringContaining('waybill send') },
    });
  });

  it('for a letter without an event', async () => {
    const { ports } = createWorld();
    const letter = { id: 'l1', code: 'bad-json', reason: 'x', attempts: 0, raw: Buffer.from('{') };
    await fileLetter(ports, 'test', letter);
    expect(await prepareRedrive(ports, 'l1')).toMatchObject({
      ok: false,
      error: { code: 'no-event', fix: expect.stringContaining('discard') },
    });
  });

  it('for a letter that is not there', async () => {
    expect(await prepareRedrive(createWorld().ports, 'l1')).toMatchObject({ ok: false, error: { code: 'no-letter' } });
  });

  it('for edits of a join’s own run', async () => {
    const { ports } = createWorld();
    const event = { ...orderPlaced(), type: 'waybill.join.due', data: { join: 'ship', key: '1' } };
    const letter = { id: 'l1', route: 'ship', code: 'x', reason: 'x', attempts: 5, raw: Buffer.from('x') };
    await fileLetter(ports, 'test', { ...letter, event });
    expect(await prepareRedrive(ports, 'l1')).toMatchObject({ ok: true, value: { event: { waybillroute: 'ship' } } });
    const edited = await prepareRedrive(ports, 'l1', [{ at: '/data/key', value: '2' }]);
    expect(edited).toMatchObject({ ok: false, error: { code: 'join-run' } });
  });
});
