import { CLAIMS } from '../../shared/delivery/claim.ts';
import { DUE } from '../../shared/delivery/due.ts';
import { LETTERS } from '../../shared/delivery/letters.ts';
import { PortError } from '../../shared/delivery/port-error.ts';
import type { Bodies, Ports } from '../../shared/delivery/ports.ts';
import type { Mail, Payments, StateStore } from '../../shared/routing/context.ts';
import { JOIN_DUE } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { siteOfBody, siteOfPut } from './points.ts';
import type { Process } from './process.ts';
import { expectSweep } from './sweeper.ts';
import { wroteLetter } from './wrote-letter.ts';

/** The ports of one process, over what is durable in its world. */
export function createPorts(process: Process): Ports {
  const { world, id } = process;
  let owners = 0;
  // No two machines' clocks agree.
  const skew = world.chaos.chance(0.3) ? world.chaos.between(-2_000, 2_000) : 0;
  return {
    blobs: world.store.blobs,
    mail: createMail(process),
    payments: createPayments(process),
    state: createState(process),
    bodies: createBodies(process),
    publish: (events) => publish(process, events),
    log: ({ message, event, route, outcome, reason, code }) => {
      const name = Object(event);
      world.say(
        `process ${id}: ${message} ${route ?? ''} ${name.type ?? ''} ${name.subject ?? ''} ${outcome ?? ''} ${code ?? ''} ${reason ?? ''}`,
      );
    },
    clock: {
      now: () => world.scheduler.now() + skew,
      after: (ms, task) => world.scheduler.after(ms, () => process.isAlive() && task()),
    },
    random: world.chaos.next,
    newOwner: () => `process ${id}, ${++owners}`,
  };
}

const READ = { port: 'state', name: 'read' } as const;

function createState(process: Process): StateStore {
  const { state, raw } = process.world.store;
  return {
    get: (collection, key) => process.perform(READ, () => state.get(collection, key)),
    put: async (collection, key, write) => {
      const before = collection === CLAIMS ? await raw.get(collection, key) : undefined;
      const site = siteOfPut(collection, write.value, before?.value);
      const blame = site.name === 'outbox' || site.name === 'complete' ? key.replace(/\|redrive \d+$/, '') : undefined;
      const effect = async () => {
        const version = await state.put(collection, key, write);
        if (version !== undefined) wrote(process, { collection, key, value: write.value });
        return version;
      };
      return process.perform(site, effect, blame);
    },
    delete: (collection, key, version) => {
      const name = collection === DUE ? 'sweep delete' : `delete ${collection}`;
      return process.perform({ port: 'state', name }, () => state.delete(collection, key, version));
    },
    list: (collection, page) => process.perform(READ, () => state.list(collection, page)),
  };
}

type Written = { readonly collection: string; readonly key: string; readonly value: unknown };

/** What the checker learns from a write that took place. */
function wrote({ world }: Process, { collection, key, value }: Written): void {
  if (collection === CLAIMS) world.runs.wrote(key, value);
  if (collection === LETTERS) wroteLetter(world, value);
  if (collection === DUE) expectSweep(world);
}

function createBodies(process: Process): Bodies {
  const { bodies } = process.world.store;
  return {
    put: (name, bytes) => process.perform(siteOfBody(name), () => bodies.put(name, bytes)),
    get: (name) => process.perform({ port: 'bodies', name: 'read body' }, () => bodies.get(name)),
  };
}

/** Any part of what is published together may be durable when the call fails. */
async function publish(process: Process, events: readonly CloudEvent[]): Promise<void> {
  const { world } = process;
  const name = events[0]?.type === JOIN_DUE ? 'sweep publish' : 'publish';
  const fault = events.length > 1 ? world.faults.draw({ port: 'publish', name: 'amid publish' }) : 'none';
  if (fault !== 'none') {
    send(process, events.slice(0, 1 + world.chaos.int(events.length - 1)));
    if (fault.startsWith('dies')) return process.die('amid publish');
    throw new PortError('unavailable', 'publisher', { message: `${fault} amid publish` });
  }
  return process.perform({ port: 'publish', name }, async () => send(process, events));
}

function send({ world }: Process, events: readonly CloudEvent[]): void {
  for (const event of events) {
    if (world.now.isLost(event)) world.ledger.lose(event);
    else world.now.cloud?.send(world.ledger.accept({ event: structuredClone(event), from: 'router' }));
  }
}

function createMail(process: Process): Mail {
  const send: Mail['send'] = async (mail) => void process.world.store.mails.push(mail);
  return { send: (mail) => process.perform({ port: 'mail', name: 'mail' }, () => send(mail)) };
}

function createPayments(process: Process): Payments {
  const { payments } = process.world.store;
  return {
    charge: (charge) => process.perform({ port: 'payments', name: 'charge' }, () => payments.charge(charge)),
    refund: (reference) => process.perform({ port: 'payments', name: 'refund' }, () => payments.refund(reference)),
  };
}
