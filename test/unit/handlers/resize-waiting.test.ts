import { describe, expect, it } from '@jest/globals';
import { createMemoryBlobs } from '../../../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../../../shared/delivery/embedded/memory-payments.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { resizeImage } from '../../../shared/handlers/resize-image.ts';
import type { Blobs, Context } from '../../../shared/routing/context.ts';
import type { BlobUploaded } from '../../../shared/schemas/blob.ts';
import { redAndBlue } from './pictures.ts';
import { uploaded } from './uploads.ts';

function handle(blobs: Blobs, signal: AbortSignal) {
  const ctx: Context<'blob.resized'> = {
    blobs,
    mail: { send: async () => {} },
    payments: createMemoryPayments(new Map()),
    state: createMemoryState(Date.now),
    emit: () => {},
    log: () => {},
    signal,
    attempt: 1,
    isLastAttempt: false,
    idempotencyKey: 'key',
  };
  const event = uploaded({}) as ReturnType<typeof uploaded> & { data: BlobUploaded }; // an upload always has data
  return resizeImage(event, ctx);
}

async function filled(): Promise<Blobs> {
  const bytes = await redAndBlue({ width: 20, height: 10 });
  return createMemoryBlobs(new Map([['uploads/photos/cat.jpg', { bytes, contentType: 'image/jpeg', metadata: {} }]]));
}

describe('images that wait for one another', () => {
  it('are tried again for free when their turn does not come, and go on once the one before them is given up', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const hanging: Blobs = {
      ...(await filled()),
      read: () => {
        ask();
        return new Promise(() => {});
      },
    };
    const stuck = handle(hanging, first.signal);
    await asked;
    const waiting = handle(await filled(), second.signal);
    second.abort();
    expect(await waiting).toEqual({ kind: 'retry', reason: 'other images came first', after: 5_000, counted: false });
    const third = handle(await filled(), new AbortController().signal);
    first.abort(new Error('the route’s time is over'));
    await expect(stuck).rejects.toThrow('the route’s time is over');
    expect(await third).toBeUndefined();
  });

  it('write nothing once their route’s time is over', async () => {
    const abort = new AbortController();
    const blobs = await filled();
    const late: Blobs = {
      ...blobs,
      read: async (ref, maxBytes) => {
        const found = await blobs.read(ref, maxBytes);
        setImmediate(() => abort.abort(new Error('too late')));
        return found;
      },
      write: () => Promise.reject(new Error('nothing may be written')),
    };
    await expect(handle(late, abort.signal)).rejects.toThrow('too late');
  });
});
