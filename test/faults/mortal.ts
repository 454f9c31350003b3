import type { Ports } from '../../shared/delivery/ports.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { type Audit, type AuditLine, machineTime } from './audit.ts';

export type Mortal = { readonly ports: Ports; readonly audit: Audit; readonly death: Promise<void> };

type Options = { readonly process: number; readonly lines: AuditLine[]; readonly lastPublish?: number };

/** Ports and audit of a process that dies amid its so-manieth publishing: from then on none of its calls returns, and it writes nothing. */
export function createMortal(ports: Ports, { process, lines, lastPublish }: Options): Mortal {
  const { promise: death, resolve } = Promise.withResolvers<void>();
  let [isDead, publishings] = [false, 0];
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return never();
    const result = await work();
    return isDead ? never() : result;
  };
  const { state } = ports;
  const mortalState: StateStore = {
    get: (...args) => alive(() => state.get(...args)),
    put: (...args) => alive(() => state.put(...args)),
    delete: (...args) => alive(() => state.delete(...args)),
    list: (...args) => alive(() => state.list(...args)),
  };
  const publish: Ports['publish'] = (events) =>
    alive(async () => {
      publishings += 1;
      if (publishings !== lastPublish) return ports.publish(events);
      isDead = true;
      resolve();
    });
  const audit: Audit = (entry) => {
    if (!isDead) lines.push({ at: machineTime(), process, ...entry });
  };
  return { ports: { ...ports, state: mortalState, publish }, audit, death };
}

function never(): Promise<never> {
  return new Promise(() => {});
}
