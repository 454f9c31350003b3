import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../../local/payments/gateway.ts';

/** Gateways for tests, each with a folder of its own unless told; `close` ends those that are still up and removes their folders. */
export function createGateways() {
  const closers: (() => Promise<void>)[] = [];
  const newFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-payments-'));
    closers.unshift(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };
  return {
    newFolder,
    start: async (folder?: string) => {
      const gateway = await startGateway({ folder: folder ?? (await newFolder()) });
      closers.unshift(gateway.close);
      return gateway;
    },
    close: async () => {
      // The newest first: what runs ends before its folder goes.
      for (const close of closers.splice(0)) await close().catch(() => {});
    },
  };
}
