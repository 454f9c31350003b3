import type { Ports } from '../../shared/delivery/ports.ts';
import { stepOf } from './points.ts';

/** When this process is to end; `forgets` is for a store that says it has an outbox and has not, to show that the checker sees it. */
export type Killing = { readonly point: string | undefined; readonly occurrence: number; readonly forgets: boolean };

/** Ports that kill this process with SIGKILL the so-manieth time that it comes to a point; `at` is for steps outside of them. */
export function killing({ point, occurrence, forgets }: Killing, ports: Ports) {
  let left = occurrence;
  const at = (name: string) => {
    if (name !== point || --left > 0) return;
    process.kill(process.pid, 'SIGKILL');
    // The signal may take a moment: nothing more may happen in it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  const around = async <T>(step: string | undefined, work: () => Promise<T>): Promise<T> => {
    if (step === undefined) return work();
    at(`before ${step}`);
    const done = await work();
    at(`after ${step}`);
    return done;
  };
  const { state, bodies, payments, mail } = ports;
  const wrapped: Ports = {
    ...ports,
    state: {
      ...state,
      put: (collection, key, write) =>
        around(stepOf(collection, write.value), async () => {
          const isLost = forgets && Object(write.value).status === 'handled';
          return isLost ? Object(write.if).version : state.put(collection, key, write);
        }),
    },
    bodies: { ...bodies, put: (name, bytes) => around('body', () => bodies.put(name, bytes)) },
    payments: {
      charge: (charge) => around('charge', () => payments.charge(charge)),
      refund: (reference) => around('refund', () => payments.refund(reference)),
    },
    mail: { send: (message) => around('mail', () => mail.send(message)) },
    publish: (events) => around('publish', () => ports.publish(events)),
  };
  return { at, ports: wrapped };
}
