import { expect } from '@jest/globals';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { until } from '../until.ts';
import type { FiledLetter } from './folders.ts';
import type { Answer, Harness, Made, Shape } from './harness.ts';
import type { Host } from './host.ts';

/** What a case works with. The host and the photo are there once a test runs, and not while tests are declared. */
export type Bench<Payload> = {
  readonly harness: Harness<Payload>;
  readonly host: () => Host;
  readonly photo: () => Uint8Array;
  readonly send: (made: Made<Payload>) => Promise<Answer>;
};

export async function expectAcknowledged(answer: Promise<Answer>): Promise<void> {
  expect(await answer).toMatchObject({ kind: 'acknowledged' });
}

/** For each order, how many mails were sent about it. */
export function mailed(host: Host, orders: readonly { readonly id: string }[]): Promise<number[]> {
  return Promise.all(orders.map(async ({ id }) => (await host.folders.mailsAbout(id)).length));
}

/** How many lines there must be at least, and of which route; of any when none is named. */
type Wanted = { readonly count?: number; readonly route?: string };

/** Waits for so many lines about an event's id or subject: what the process logs comes after its answer, by another way. */
export function linesAbout(
  host: Host,
  about: string,
  { count = 1, route }: Wanted = {},
): Promise<readonly DeliveryLine[]> {
  return until(`${count} log lines about ${about}`, () => {
    const lines = host.deliveries((line) => isAbout(line, about) && (route === undefined || line.route === route));
    return lines.length >= count ? lines : undefined;
  });
}

function isAbout({ event }: DeliveryLine, about: string): boolean {
  return event?.id === about || event?.subject === about;
}

/** The one letter among these, which holds these bytes and says in one sentence what is wrong. */
export function expectLetter(
  letters: readonly FiledLetter[],
  { code, raw }: { readonly code: string; readonly raw: Uint8Array | undefined },
): FiledLetter {
  const [letter] = letters;
  if (letter === undefined || letters.length > 1) throw new Error(`Expected one letter, got ${letters.length}`);
  expect(letter).toMatchObject({ code, reason: expect.stringMatching(/^\S[^\n]+$/), attempts: expect.any(Number) });
  // Not compared by the matcher: a difference of megabytes would be printed.
  expect(raw !== undefined && letter.raw.equals(raw)).toBe(true);
  return letter;
}

/** One payload that cannot be done as long as something is down; `about` is the id or the subject of the event in it that fails. */
export type Trial<Payload> = {
  readonly shape: Pick<Shape<unknown, Payload>, 'name' | 'holds'>;
  readonly made: Made<Payload>;
  readonly about: string;
};

/**
 * Sends all trials while something is down, repairs it, and then does what the cloud does: brings again what it was asked for, until it
 * is acknowledged. Gives the first answers.
 */
export async function sendThroughFailure<Payload>(
  { host, send }: Bench<Payload>,
  trials: readonly Trial<Payload>[],
  repair: () => Promise<void>,
): Promise<readonly Answer[]> {
  const sent = trials.map(({ made }) => send(made));
  const failed = ({ about }: Trial<Payload>) =>
    host().deliveries((line) => isAbout(line, about) && line.outcome === 'retry').length > 0;
  for (const [index, trial] of trials.entries())
    await (trial.shape.holds ? until(`${trial.shape.name} to fail`, () => failed(trial)) : sent[index]);
  await repair();
  const answers = await Promise.all(sent);
  const again = ({ shape, made }: Trial<Payload>) =>
    until(`${shape.name}, brought again, to be done`, async () => (await send(made)).kind === 'acknowledged');
  await Promise.all(trials.map(again));
  return answers;
}
