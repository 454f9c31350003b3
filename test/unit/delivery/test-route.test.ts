import { describe, expect, it } from '@jest/globals';
import { testRoute } from '../../../shared/delivery/test-route.ts';
import { reject } from '../../../shared/routing/outcome.ts';
import { orderPlaced, routeTo } from './world.ts';

const png = { bytes: Buffer.from('png'), contentType: 'image/png', metadata: {} };

describe('testRoute', () => {
  it('gives outcome, mails, blobs, emitted events and letters of one event', async () => {
    const to = routeTo(async (_event, { blobs, mail, emit }) => {
      await blobs.write({ ...png, bucket: 'b', name: 'new', over: null });
      await mail.send({ to: { name: 'n', address: 'a' }, subject: 's', text: 't', html: 'h', messageId: '<1>' });
      emit('a', 1);
    });
    const trial = await testRoute(to, orderPlaced(), { blobs: { 'b/old': png } });
    expect(trial).toMatchObject({
      outcome: { kind: 'done' },
      mails: [{ messageId: '<1>' }],
      emitted: [{ type: 'a', data: 1 }],
      letters: [],
    });
    expect([...trial.blobs.keys()]).toEqual(['b/old', 'b/new']);
  });

  it('gives the letter of a reject', async () => {
    const trial = await testRoute(
      routeTo(async () => reject('x', 'y')),
      orderPlaced(),
    );
    expect(trial).toMatchObject({ outcome: { kind: 'reject' }, letters: [{ code: 'x' }] });
  });

  it.each([{ type: 'other' }, { source: '/other' }])(
    'has no outcome when the route does not want %j',
    async (change) => {
      const to = routeTo(async () => {}, { where: { source: ['/shop'] } });
      expect((await testRoute(to, orderPlaced(change))).outcome).toBeUndefined();
    },
  );

  it('throws when it is given no event', async () => {
    await expect(
      testRoute(
        routeTo(async () => {}),
        { id: '1' },
      ),
    ).rejects.toThrow('The attribute "specversion" is missing');
  });

  it('takes a port of the test’s own', async () => {
    const ports = { mail: { send: () => Promise.reject(new Error('no mail today')) } };
    const to = routeTo((_event, ctx) =>
      ctx.mail.send({ to: { name: 'n', address: 'a' }, subject: 's', text: 't', html: 'h', messageId: '<1>' }),
    );
    expect((await testRoute(to, orderPlaced(), { ports })).outcome).toMatchObject({
      kind: 'retry',
      reason: 'the handler threw: no mail today',
    });
  });
});
