import * as z from 'zod/mini';
import { CLAIMS } from '../../shared/delivery/claim.ts';
import { claimKey, idempotencyKey } from '../../shared/delivery/claim-key.ts';
import type { ClaimRecord } from '../../shared/delivery/claim-record.ts';
import { deliver } from '../../shared/delivery/deliver.ts';
import { digest } from '../../shared/delivery/digest.ts';
import { LETTERS } from '../../shared/delivery/letters.ts';
import { type Route, route } from '../../shared/routing/route.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { ACKS, BODIES } from './desk.ts';
import { type Durable, rowOf } from './durable.ts';
import type { Machine, Taken } from './machine.ts';

/** A route with an effect and, where `emits`, an event to publish; its events are dead letters after two attempts. */
export function createClaimMachine({
  events,
  emits,
}: {
  readonly events: readonly string[];
  readonly emits: boolean;
}): Machine {
  const to = createRoute(emits);
  return {
    inputs: () => events,
    atLast: () => events,
    run: async (desk, id) => {
      const event = toEvent(id);
      const raw = Buffer.from(id);
      const terms = { deadline: Number.POSITIVE_INFINITY, horizon: 14 * 86_400_000 };
      return [await deliver(desk, { route: to, event, raw, ...terms })];
    },
    check: (step) => checkClaims(step) ?? checkAck(to, step),
    isSettled: (durable) => events.every((id) => isEnd(durable, claimKey(to.name, toEvent(id)))),
  };
}

function createRoute(emits: boolean): Route {
  return route({
    name: 'note',
    on: 'noted',
    schema: z.unknown(),
    retry: { attempts: 2 },
    emits: ['told'],
    handle: async (_event, { mail, idempotencyKey, emit }) => {
      await mail.send({ to: { name: '', address: '' }, subject: '', text: '', html: '', messageId: idempotencyKey });
      if (emits) emit('told', {});
    },
  });
}

function toEvent(id: string): CloudEvent {
  return { specversion: '1.0', id, source: '/shop', type: 'noted' };
}

/** What is wrong with a write to a claim: one that has its end must keep it. */
export function checkClaims({ before, call, after }: Taken): string | undefined {
  if (call.kind !== 'put' || call.collection !== CLAIMS || before === after) return undefined;
  const was = statusOf(before, call.key);
  if (was !== 'done' && was !== 'dead') return undefined;
  return `the claim on ${call.key} was ${was} and became ${statusOf(after, call.key)}`;
}

/** Nothing is acknowledged before it is done or a durable dead letter, and what is done had its effect. */
function checkAck({ name }: Route, { before, call }: Taken): string | undefined {
  if (call.kind !== 'mark' || call.collection !== ACKS) return undefined;
  const event = toEvent(call.keys[0] ?? '');
  const key = claimKey(name, event);
  if (!isEnd(before, key)) return `${key} was acknowledged while its claim was ${statusOf(before, key)}`;
  const isDone = statusOf(before, key) === 'done';
  return isDone && !before.rows.has(`effects ${idempotencyKey(name, event)}`) ? `${key} had no effect` : undefined;
}

/** Done, or dead with its letter. */
export function isEnd(durable: Durable, key: string): boolean {
  const status = statusOf(durable, key);
  const letter = digest(key, '');
  const isFiled = rowOf(durable, LETTERS, letter) !== undefined && durable.rows.has(`${BODIES} ${letter}.json`);
  return status === 'done' || (isFiled && (status === 'dead' || status === 'claimed'));
}

export function statusOf(durable: Durable, key: string): string {
  const record = rowOf(durable, CLAIMS, key) as ClaimRecord | undefined; // of the collection of claims
  return record?.status ?? 'absent';
}
