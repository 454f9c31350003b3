import { type Answer, addTo } from '../workloads/case.ts';
import type { Match } from './engine.ts';
import type { Measured, Settings } from './report.ts';

type Task<Event> = { readonly events: readonly Event[]; readonly match: Match<Event>; readonly settings: Settings };

/** Matches the events in turn, once, or as many as there is time for. */
export async function verify<Event>({ events, match, settings }: Task<Event>): Promise<Omit<Measured, 'rates'>> {
  const end = performance.now() + settings.verify;
  let answer: Answer = { matches: 0, checksum: 0 };
  let index = 0;
  for (const event of events) {
    answer = addTo(answer, index, await match(event));
    index += 1;
    if (performance.now() > end) break;
  }
  return { ...answer, events: index };
}

/** Events per second in each round. A round is of as many events as its time was enough for at the end of the warm-up. */
export async function measure<Event>(task: Task<Event>): Promise<number[]> {
  const { warmUp, round, rounds } = task.settings;
  const end = performance.now() + warmUp;
  let rate = await run(task, 1);
  while (performance.now() < end) rate = await run(task, Math.ceil(rate / 20));
  const count = Math.ceil((rate * round) / 1_000);
  const rates: number[] = [];
  while (rates.length < rounds) rates.push(await run(task, count));
  return rates;
}

/** Awaits only what is a promise: a microtask for each event would cost more than some matchers do. */
async function run<Event>({ events, match }: Task<Event>, count: number): Promise<number> {
  const start = performance.now();
  let matches = 0;
  for (let index = 0; index < count; index++) {
    const found = match(events[index % events.length] as Event); // the remainder is within the list
    matches += found instanceof Promise ? (await found).length : found.length;
  }
  const seconds = (performance.now() - start) / 1_000;
  // Reads the sum, so that no compiler may leave the work out.
  return matches < 0 ? 0 : count / seconds;
}
