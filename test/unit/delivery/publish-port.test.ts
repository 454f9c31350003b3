import { describe, expect, it } from '@jest/globals';
import { once } from '../../../shared/delivery/once.ts';
import { PortError } from '../../../shared/delivery/port-error.ts';
import { createPublishPort, type Send } from '../../../shared/delivery/publish-port.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

const EVENT: CloudEvent = { specversion: '1.0', id: '1', source: '/s', type: 't' };

describe('a publish port', () => {
  it('makes its client with the first event and keeps it', async () => {
    const made: string[] = [];
    const sent: string[] = [];
    const publish = createPublishPort(async () => {
      made.push('client');
      return async (events) => void sent.push(...events.map(({ id }) => id));
    });
    expect(made).toEqual([]);
    await Promise.all([publish([EVENT]), publish([EVENT])]);
    expect([made, sent]).toEqual([['client'], ['1', '1']]);
  });

  it('throws a PortError whatever its client throws, of the kind that it is told', async () => {
    const failing = (kind: PortError['kind']) =>
      createPublishPort(
        async () => () => Promise.reject(new Error('down')),
        () => kind,
      );
    await expect(failing('unavailable')([EVENT])).rejects.toThrow(/^publisher unavailable: down$/);
    await expect(failing('refused')([EVENT])).rejects.toThrow(/^publisher refused: down$/);
  });

  it('leaves a PortError as it is', async () => {
    const error = new PortError('refused', 'publisher', { message: 'too large' });
    const publish = createPublishPort(async () => () => Promise.reject(error));
    await expect(publish([EVENT])).rejects.toBe(error);
  });

  it('tries to make its client again after that failed', async () => {
    const makers: (() => Promise<Send>)[] = [
      () => Promise.reject(new Error('no credentials')),
      async () => async () => {},
    ];
    const publish = createPublishPort(() => makers.shift()?.() ?? Promise.reject(new Error('one too many')));
    await expect(publish([EVENT])).rejects.toThrow('no credentials');
    await publish([EVENT]);
    await publish([EVENT]);
  });
});

describe('once', () => {
  it('makes one thing for all who ask while it is made', async () => {
    const get = once(async () => ({}));
    const [first, second] = await Promise.all([get(), get()]);
    expect(second).toBe(first);
    expect(await get()).toBe(first);
  });
});
