import type { Consumer } from '@platformatic/kafka';
import type { Clock } from '../../../../shared/delivery/ports.ts';
import { explainKafkaError, toTrouble } from '../../client/errors.ts';
import { createBlocks } from '../blocks.ts';
import { laneKey } from '../lanes/lane.ts';
import { answerOf, isSessionError, toError } from './fetch-answer.ts';
import { createFetchClient } from './fetch-client.ts';
import { planFetches, toFetchRequest } from './fetch-plan.ts';
import type { FetchResponse } from './fetch-types.ts';
import { createSuspects, isUnreadable } from './suspects.ts';
import { type AnswerDesk, type Asked, takeAnswer, toAsked } from './take-answer.ts';
import { createUnreadable } from './unreadable.ts';

export type FetchLoop = {
  /** Fetches what can be fetched; to be called whenever that may be more than before. */
  readonly pump: () => void;
  readonly client: () => Consumer | undefined;
  /** When a broker answered last, or when there was nothing to ask for. */
  readonly answeredAt: () => number;
  readonly restart: () => void;
  readonly stop: () => Promise<void>;
};

type Options = Omit<AnswerDesk, 'blocks'> & {
  readonly open: () => Promise<Consumer>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Records came. */
  readonly onArrival: () => void;
};

/** Fetches the lanes that have room: one request at a time for each broker, whose answer leads to the next. */
export function createFetchLoop({ open, clock, random, onArrival, ...desk }: Options): FetchLoop {
  const { lanes, topics, troubles, count } = desk;
  const busy = new Set<number>();
  let [answeredAt, stopped] = [clock.now(), false];
  const suspects = createSuspects();
  const blocks = createBlocks(clock, random, () => pump());
  const takeUnreadable = createUnreadable({ suspects, blocks, troubles, onArrival });
  const onOpen = () => {
    topics().lookNow();
    pump();
  };
  const client = createFetchClient({ open, blocks, troubles, onOpen });

  const pump = () => {
    const current = client.get();
    if (stopped) return;
    if (current === undefined) return client.open();
    const [views, all] = [topics().views(), lanes.list()];
    const plan = planFetches(all, views, (lane) => blocks.isBlocked(laneKey(lane)));
    if (plan.size === 0 && busy.size === 0) answeredAt = clock.now();
    const paused = [...plan.values()].flat().length < all.length;
    for (const [node, planned] of plan) {
      if (busy.has(node) || blocks.isBlocked(nodeKey(node))) continue;
      busy.add(node);
      const chosen = suspects.choose(planned);
      const single = chosen !== planned;
      const request = toFetchRequest(node, { lanes: chosen, views, paused: paused || single, single });
      void ask(current, request, toAsked(chosen, views));
    }
  };
  const ask = async (from: Consumer, request: ReturnType<typeof toFetchRequest>, asked: Asked) => {
    const { node } = request;
    const answer = await from.fetch(request).catch((error: unknown) => answerOf(error) ?? { error });
    if (stopped || from !== client.get()) return;
    if (!('error' in answer)) take(from, node, { answer, asked });
    else if (isUnreadable(answer.error)) {
      const damage = { client: from, node, views: topics().views(), error: answer.error };
      await takeUnreadable(lanesOf(asked), damage).catch((error: unknown) => fail(node, error));
    } else fail(node, answer.error);
    if (stopped || from !== client.get()) return;
    busy.delete(node);
    pump();
  };
  const take = (from: Consumer, node: number, { answer, asked }: { answer: FetchResponse; asked: Asked }) => {
    answeredAt = clock.now();
    if (isSessionError(answer)) return;
    if (answer.errorCode !== 0) return fail(node, toError(answer));
    suspects.clear(lanesOf(asked));
    blocks.clear(nodeKey(node));
    troubles.clear(nodeKey(node));
    takeAnswer({ ...desk, blocks }, from, { answer, asked });
    onArrival();
  };
  const fail = (node: number, error: unknown) => {
    const { code, place, words, cause, retriable } = explainKafkaError(error);
    const address = client.get()?.currentMetadata?.brokers.get(node);
    const broker = address === undefined ? {} : { broker: `${address.host}:${address.port}` };
    count('fetch_failures');
    troubles.set(nodeKey(node), toTrouble(code, { place: { ...broker, ...place }, words, cause }));
    blocks.block(nodeKey(node), !retriable);
    topics().lookNow();
  };
  return {
    pump,
    client: client.get,
    answeredAt: () => answeredAt,
    restart: () => {
      void client.giveUp();
      busy.clear();
      answeredAt = clock.now();
      pump();
    },
    stop: () => {
      stopped = true;
      return client.stop();
    },
  };
}

function nodeKey(node: number): string {
  return `broker ${node}`;
}

function lanesOf(asked: Asked) {
  return [...asked.values()].map(({ lane }) => lane);
}
