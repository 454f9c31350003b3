import { redrive } from '../../shared/delivery/redrive.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { lettersOf } from './whereabouts.ts';
import type { World } from './world.ts';

/** What an operator does when all is well again: every letter that can be redriven and was not yet is. */
export async function redriveAll(world: World): Promise<void> {
  const { ledger, now, store, counts, say, scheduler } = world;
  const ports = {
    state: store.raw,
    bodies: store.bodies,
    log: () => {},
    clock: scheduler,
    publish: async (events: readonly CloudEvent[]) => {
      for (const event of events) now.cloud?.send(ledger.accept({ event, from: 'router' }));
    },
  };
  for (const { id, route, code, status } of await lettersOf(world)) {
    if (status !== 'filed') continue;
    const { ok } = await redrive(ports, 'simulation', { id });
    if (ok) counts.add('letters: redriven');
    say(`${ok ? 'redriven' : 'not to be redriven'}: letter of ${route} (${code})`);
  }
}
