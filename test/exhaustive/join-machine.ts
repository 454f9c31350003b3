import { claimKey, idempotencyKey } from '../../shared/delivery/claim-key.ts';
import { toDueEvent } from '../../shared/delivery/due.ts';
import { deliverJoin } from '../../shared/delivery/join.ts';
import { JOINS, type JoinRecord, joinKey, markOf } from '../../shared/delivery/join-record.ts';
import { sweep, toSweepEvent } from '../../shared/delivery/sweep.ts';
import { type Join, type JoinHandler, join } from '../../shared/routing/join.ts';
import { JOIN_DUE } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { checkClaims, isEnd } from './claim-machine.ts';
import { ACKS, EFFECTS, TOPIC } from './desk.ts';
import { type Durable, keysOf, rowOf } from './durable.ts';
import type { Machine, Taken } from './machine.ts';

const KEY = 'A-1';
const SWEEP = 'sweep';
const DUE = `${JOIN_DUE} ${KEY}`;

export type Part = 'opened' | 'stocked' | 'declined';

type Options = { readonly parts: readonly Part[]; readonly within: string; readonly swept?: boolean };

/**
 * A join of which these parts come, and with them the scheduler's sweep and, once that has published it, the event that it is due; or,
 * where nothing is `swept`, that event at any time, as a cloud may bring it again.
 */
export function createJoinMachine({ parts, within, swept = true }: Options): Machine {
  const ship = createShip(within);
  const eventOf = (input: string) => (input === DUE ? toDueEvent(ship.name, KEY) : toPart(input));
  const withSweep = (durable: Durable) => [...parts, SWEEP, ...keysOf(durable, TOPIC)];
  return {
    inputs: (durable) => (swept ? withSweep(durable) : [...parts, DUE]),
    atLast: withSweep,
    run: async (desk, input) => {
      const deadline = Number.POSITIVE_INFINITY;
      const now = desk.ports.clock.now();
      // A scheduler calls for ever: its own event is never over.
      if (input === SWEEP) return [await sweep(desk, toSweepEvent(now), deadline), ...ENDLESS];
      const terms = { deadline, horizon: 14 * 86_400_000, raw: Buffer.from(input) };
      return deliverJoin(desk, { join: ship, event: eventOf(input), ...terms });
    },
    check: (step) => checkJoin(ship, step) ?? checkClaims(step) ?? checkEffects(ship, step),
    isSettled: (durable) => parts.every((part) => isTold(ship, durable, part)) && hasEnd(ship, durable),
  };
}

const ENDLESS = [{ outcome: { kind: 'retry', reason: 'the next minute', counted: false }, attempt: 0, ms: 0 }] as const;

function createShip(within: string): Join {
  const noting =
    (by: string): JoinHandler<Part> =>
    async ({ why }, { mail, idempotencyKey }) => {
      const messageId = `${why === 'straggler' ? why : by} ${idempotencyKey}`;
      await mail.send({ to: { name: '', address: '' }, subject: '', text: '', html: '', messageId });
    };
  return join<Part, never>({
    name: 'ship',
    opens: 'opened',
    all: ['stocked'],
    unless: ['declined'],
    by: 'subject',
    within,
    retry: { attempts: 2 },
    handle: noting('handle'),
    otherwise: noting('otherwise'),
  });
}

function toPart(type: string): CloudEvent {
  return { specversion: '1.0', id: type, source: '/shop', type, subject: KEY };
}

/** A join that has fired or closed keeps its end. */
function checkJoin(ship: Join, { before, call, after }: Taken): string | undefined {
  if (call.kind !== 'put' || call.collection !== JOINS || before === after) return undefined;
  const [was, is] = [recordOf(ship, before), recordOf(ship, after)];
  return was === undefined || was.status === 'open' ? undefined : `the join was ${was.status}, and then ${is?.status}`;
}

/** Only one of its two functions ever runs for the join. */
function checkEffects({ name }: Join, { after }: Taken): string | undefined {
  const key = idempotencyKey(name, toDueEvent(name, KEY));
  const both = ['handle', 'otherwise'].every((by) => after.rows.has(`${EFFECTS} ${by} ${key}`));
  return both ? 'the join fired and closed' : undefined;
}

/** What came is in the join, or was told alone, or was not needed any more: or the cloud brings it again. */
function isTold(ship: Join, durable: Durable, part: Part): boolean {
  const event = toPart(part);
  const record = recordOf(ship, durable);
  const isPart = record !== undefined && Object.hasOwn(record.seen, markOf(event));
  const isKept = isPart || record?.status === 'fired' || isEnd(durable, claimKey(ship.name, event));
  return isKept && durable.rows.has(`${ACKS} ${part}`);
}

/** It fired or closed, and its run has its end. */
function hasEnd(ship: Join, durable: Durable): boolean {
  const isFinal = ['fired', 'closed'].includes(recordOf(ship, durable)?.status ?? '');
  return isFinal && isEnd(durable, claimKey(ship.name, toDueEvent(ship.name, KEY)));
}

function recordOf(ship: Join, durable: Durable): JoinRecord | undefined {
  return rowOf(durable, JOINS, joinKey(ship, KEY)) as JoinRecord | undefined; // of the collection of joins
}
