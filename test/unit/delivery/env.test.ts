import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { need, portsFromEnv } from '../../../shared/delivery/embedded/env.ts';
import { createMemoryBlobs, type MemoryBlob } from '../../../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { fileLetter } from '../../../shared/delivery/letters.ts';
import { orderPlaced } from './world.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-env-'));
});
afterEach(() => rm(folder, { recursive: true }));

const letter = { id: 'abc', code: 'c', reason: 'r', attempts: 0, raw: Buffer.from('x') };

const message = { to: { name: 'n', address: 'a' }, subject: 's', text: 't', html: 'h', messageId: '<1>' };

function createCloud() {
  const objects = new Map<string, MemoryBlob>();
  const asked: string[] = [];
  const cloud = {
    blobs: () => {
      asked.push('blobs');
      return createMemoryBlobs(objects);
    },
    publish: () => {
      asked.push('publish');
      return async () => {};
    },
    state: (now: () => number) => {
      asked.push('state');
      return createMemoryState(now);
    },
  };
  return { cloud, objects, asked };
}

describe('ports from the environment', () => {
  it('are folders where the environment names them, and nothing of the cloud is made', async () => {
    const { cloud, asked } = createCloud();
    const env = Object.fromEntries(
      ['BLOB_ROOT', 'EVENTS_ROOT', 'DEAD_LETTER_ROOT', 'MAIL_ROOT', 'STATE_ROOT'].map((name) => [
        name,
        join(folder, name),
      ]),
    );
    const ports = portsFromEnv(env, cloud);
    await ports.publish([orderPlaced()]);
    await fileLetter({ ...ports, log: () => {} }, 'test', letter);
    expect(await readFile(join(folder, 'EVENTS_ROOT', 'events.ndjson'), 'utf8')).toContain('order.placed');
    expect(await readFile(join(folder, 'DEAD_LETTER_ROOT', 'abc.json'), 'utf8')).toContain('"code": "c"');
    expect(asked).toEqual([]);
  });

  it('are the cloud’s where a folder’s variable is empty', () => {
    const { cloud, asked } = createCloud();
    const empty = { BLOB_ROOT: '', EVENTS_ROOT: '', STATE_ROOT: '', MAIL_ROOT: '', DEAD_LETTER_ROOT: '' };
    portsFromEnv({ ...empty, DEAD_LETTERS_BUCKET: 'letters' }, cloud);
    expect(asked.toSorted()).toEqual(['blobs', 'publish', 'state']);
  });

  it('are the cloud’s elsewhere, and letters are objects of a bucket, once each', async () => {
    const { cloud, objects, asked } = createCloud();
    const ports = portsFromEnv({ DEAD_LETTERS_BUCKET: 'letters' }, cloud);
    await fileLetter({ ...ports, log: () => {} }, 'test', letter);
    await fileLetter({ ...ports, log: () => {} }, 'test', letter);
    expect([...objects.keys()]).toEqual(['letters/abc.json']);
    expect(asked.toSorted()).toEqual(['blobs', 'publish', 'state']);
  });

  it('do not load without a place for dead letters', () => {
    expect(() => portsFromEnv({}, createCloud().cloud)).toThrow('DEAD_LETTERS_BUCKET is not set: expected');
  });

  it('are unavailable for mail where no server is named', async () => {
    const { mail } = portsFromEnv({ DEAD_LETTERS_BUCKET: 'letters' }, createCloud().cloud);
    await expect(mail.send(message)).rejects.toMatchObject({ kind: 'unavailable', port: 'mail' });
  });

  it('read mail and payments from secrets where the cloud has a store of them, and only when they are used', async () => {
    const read: string[] = [];
    const secret = async (name: string) => {
      read.push(name);
      throw new Error(`no ${name}`);
    };
    const env = { DEAD_LETTERS_BUCKET: 'letters', SMTP_URL_SECRET: 'the-mail', PAYMENTS_URL_SECRET: 'the-gateway' };
    const { mail, payments } = portsFromEnv(env, { ...createCloud().cloud, secret });
    expect(read).toEqual([]);
    const unavailable = (port: string, message: string) => ({
      kind: 'unavailable',
      port,
      message: expect.stringContaining(message),
    });
    await expect(mail.send(message)).rejects.toMatchObject(unavailable('mail', 'no the-mail'));
    await expect(payments.refund('r')).rejects.toMatchObject(unavailable('payments', 'no the-gateway'));
    await expect(payments.refund('r')).rejects.toMatchObject(unavailable('payments', 'no the-gateway'));
    expect(read).toEqual(['the-mail', 'the-gateway', 'the-gateway']);
  });

  it('do not load with a secret where none can be read', () => {
    const env = { DEAD_LETTERS_BUCKET: 'letters', SMTP_URL_SECRET: 'the-mail' };
    expect(() => portsFromEnv(env, createCloud().cloud)).toThrow(
      'SMTP_URL_SECRET is set, and no secrets are read here',
    );
  });

  it.each([undefined, ''])('need what must be set, which %p is not', (value) => {
    expect(() => need({ NAME: value }, 'NAME', 'a thing')).toThrow('NAME is not set: expected a thing');
    expect(need({ NAME: 'x' }, 'NAME', 'a thing')).toBe('x');
  });
});
