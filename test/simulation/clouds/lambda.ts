import { type BatchResponse, createAck, parsePartial } from '../../../functions/aws/ack.ts';
import { decodeDeadLetters } from '../../../functions/aws/dead-letters.ts';
import { decode } from '../../../functions/aws/decode.ts';
import { bind } from '../../../shared/delivery/bind.ts';
import { bindDeadLetters } from '../../../shared/delivery/give-up.ts';
import { toSweepEvent } from '../../../shared/delivery/sweep.ts';
import { createFleet } from '../fleet.ts';
import type { World } from '../world.ts';

export const MINUTE = 60_000;

/** Lambda: one call a process at a time, which ends with the call when that takes too long. */
export function createLambda(world: World, partial: string) {
  const fleet = createFleet(world, {
    name: 'aws',
    timeLimit: '60s',
    concurrency: 1,
    bind: (router) => ({
      run: bind({ decode, ack: createAck(parsePartial(partial)) }, router),
      fileGivenUp: bindDeadLetters({ decode: decodeDeadLetters, ack: createAck(new Set()) }, router),
    }),
  });
  const invoke = (payload: unknown) =>
    fleet.invoke(({ run }, call) => run(payload, call), { waits: MINUTE, kills: true });
  return {
    /** The answer as Lambda reads it, by way of JSON; undefined for anything but a return. */
    invoke: async (payload: unknown): Promise<{ readonly value: BatchResponse | null } | undefined> => {
      const answer = await invoke(payload);
      return answer.kind === 'returned' ? { value: JSON.parse(JSON.stringify(answer.value ?? null)) } : undefined;
    },
    /** Has another function file what a queue gave up on. */
    file: async (payload: unknown): Promise<boolean> => {
      const given = { payload, objects: new Map(), bucket: undefined };
      const answer = await fleet.invoke(({ fileGivenUp }, call) => fileGivenUp(given, call), {
        waits: MINUTE,
        kills: true,
      });
      return answer.kind === 'returned';
    },
    sweep: () => void invoke(toSweepEvent(world.scheduler.now())),
  };
}
