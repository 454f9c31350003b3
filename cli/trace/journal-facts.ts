import type { JournalLine } from '../../local/laptop/journal.ts';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { isObject } from '../../shared/schemas/json.ts';
import type { EventName, Facts } from './facts.ts';

/** Adds what a run's journal tells. Gives the letters whose redrives it tells of. */
export function addJournal(facts: Facts, lines: readonly JournalLine[]): ReadonlySet<string> {
  const redriven = new Set<string>();
  for (const line of lines) {
    if (!isName(line.event)) continue;
    const key = facts.name(line.event);
    if (line.message === 'delivery') addDelivery(facts, key, line as JournalLine & DeliveryLine); // our own log wrote it
    if (line.message !== 'redrive') continue;
    const { at, letter, redrive, route = '' } = line;
    facts
      .story(key, String(route))
      .moments.push({ kind: 'redrive', at, letter: String(letter), redrive: Number(redrive) });
    redriven.add(String(letter));
  }
  return redriven;
}

function addDelivery(facts: Facts, key: string, line: JournalLine & DeliveryLine): void {
  const { at, outcome, as, code, reason, attempt, ms, route = '', cause, emitted = [] } = line;
  if (cause !== undefined) facts.causes.set(key, cause);
  const story = facts.story(key, route);
  story.moments.push({ kind: 'try', at, outcome, as, code, reason, attempt, ms });
  for (const ref of emitted) story.emitted.add(facts.name(ref, key));
}

function isName(value: unknown): value is EventName {
  return isObject(value) && typeof value.id === 'string' && typeof value.source === 'string';
}
