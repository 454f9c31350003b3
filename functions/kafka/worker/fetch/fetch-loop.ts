import type { Consumer } from '@platformatic/kafka';
import { messageOf } from '../../../../shared/delivery/port-error.ts';
import type { Clock } from '../../../../shared/delivery/ports.ts';
import { explainKafkaError, toTrouble } from '../../client/errors.ts';
import { createBlocks } from '../blocks.ts';
import { type Lane, laneKey } from '../lanes/lane.ts';
import { answerOf, isSessionError, toError } from './fetch-answer.ts';
import { planFetches, toFetchRequest } from './fetch-plan.ts';
import type { FetchResponse } from './fetch-types.ts';
import { passOver } from './pass-over.ts';
import { createSuspects, isUnreadable } from './suspects.ts';
import { type AnswerDesk, type Asked, takeAnswer, toAsked } from './take-answer.ts';

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

/** So often what cannot be read is fetched before it is passed over: within some seconds. */
const TRIES = 6;

/** Fetches the lanes that have room: one request at a time for each broker, whose answer leads to the next. */
export function createFetchLoop({ open, clock, random, onArrival, ...desk }: Options): FetchLoop {
  const { lanes, topics, troubles, count } = desk;
  const busy = new Set<number>();
  let client: Consumer | undefined;
  let [answeredAt, opening, stopped] = [clock.now(), false, false];
  const suspects = createSuspects();
  const blocks = createBlocks(clock, random, () => pump());

  const pump = () => {
    if (stopped) return;
    if (client === undefined) return void openClient();
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
      void ask(client, request, toAsked(chosen, views));
    }
  };
  const ask = async (from: Consumer, request: ReturnType<typeof toFetchRequest>, asked: Asked) => {
    const answer = await from.fetch(request).catch((error: unknown) => answerOf(error) ?? { error });
    if (stopped || from !== client) return;
    if (!('error' in answer)) take(from, request.node, { answer, asked });
    else if (isUnreadable(answer.error)) await suspect(from, request.node, { asked, error: answer.error });
    else fail(request.node, answer.error);
    if (stopped || from !== client) return;
    busy.delete(request.node);
    pump();
  };
  const take = (from: Consumer, node: number, { answer, asked }: { answer: FetchResponse; asked: Asked }) => {
    answeredAt = clock.now();
    if (isSessionError(answer)) return;
    if (answer.errorCode !== 0) return fail(node, toError(answer));
    suspects.clear([...asked.values()].map(({ lane }) => lane));
    blocks.clear(nodeKey(node));
    troubles.clear(nodeKey(node));
    takeAnswer({ ...desk, blocks }, from, { answer, asked });
    onArrival();
  };
  const suspect = async (from: Consumer, node: number, { asked, error }: { asked: Asked; error: unknown }) => {
    const { lane, times = 0 } = suspects.note([...asked.values()].map((one) => one.lane)) ?? {};
    if (lane === undefined) return;
    const key = laneKey(lane);
    troubles.set(key, toTrouble('damaged-record', wordsOf(lane, error)));
    if (times < TRIES) return blocks.block(key);
    try {
      await passOver(lane, { client: from, node, views: topics().views(), error });
      suspects.clear([lane]);
      blocks.clear(key);
      // From here on its letter tells of it: nothing else may come for days.
      troubles.clear(key);
      onArrival();
    } catch (thrown) {
      fail(node, thrown);
    }
  };
  const fail = (node: number, error: unknown) => {
    const { code, place, words, cause, retriable } = explainKafkaError(error);
    const address = client?.currentMetadata?.brokers.get(node);
    const broker = address === undefined ? {} : { broker: `${address.host}:${address.port}` };
    count('fetch_failures');
    troubles.set(nodeKey(node), toTrouble(code, { place: { ...broker, ...place }, words, cause }));
    blocks.block(nodeKey(node), !retriable);
    topics().lookNow();
  };
  const openClient = async () => {
    if (opening || blocks.isBlocked('client')) return;
    opening = true;
    try {
      client = await open();
      if (stopped) await giveUp();
      else topics().lookNow();
    } catch (error) {
      troubles.set('client', explainKafkaError(error));
      blocks.block('client', true);
    }
    opening = false;
    pump();
  };
  const giveUp = async () => {
    const old = client;
    client = undefined;
    busy.clear();
    await old?.close(true).catch(() => {});
  };
  return {
    pump,
    client: () => client,
    answeredAt: () => answeredAt,
    restart: () => {
      void giveUp();
      answeredAt = clock.now();
      pump();
    },
    stop: () => {
      stopped = true;
      return giveUp();
    },
  };
}

function nodeKey(node: number): string {
  return `broker ${node}`;
}

function wordsOf({ topic, partition, position }: Lane, cause: unknown) {
  const words = `offset ${position}: ${messageOf(cause)}`;
  return { place: { topic, partition }, words, cause };
}
