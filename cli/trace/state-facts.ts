import { type ClaimRecord, parseClaim } from '../../shared/delivery/claim-record.ts';
import { toDueEvent } from '../../shared/delivery/due.ts';
import { JOINS, type JoinRecord, parseJoin } from '../../shared/delivery/join-record.ts';
import { listLetters } from '../../shared/delivery/letter-index.ts';
import type { LetterEntry } from '../../shared/delivery/letters.ts';
import { causeOf } from '../../shared/delivery/log.ts';
import { fromStored } from '../../shared/delivery/stored.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import type { Place } from '../place.ts';
import { type Facts, keyOf } from './facts.ts';

type Step = () => void;

const PAGE = 100;

/** Every record of a collection, page by page. */
export async function* listAll(state: StateStore, collection: string, step: Step) {
  let after: string | undefined;
  do {
    const page = await state.list(collection, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const record of page) {
      step();
      yield record;
    }
    after = page.at(-1)?.key;
  } while (after !== undefined);
}

/** Adds a claim by its key: `route|source|id`, and behind that `|redrive N`. */
export function addClaim(facts: Facts, key: string, value: unknown): readonly { source: string; id: string }[] {
  const [route, source, id, again = ''] = key.split('|').map(unescaped);
  const parsed = parseClaim(value);
  if (route === undefined || source === undefined || id === undefined || parsed.kind !== 'claim') return [];
  const { status, attempt, firstTry, emitted = [] } = parsed.record;
  const event = facts.name({ source, id });
  const story = facts.story(event, route);
  const redrive = Number(/^redrive (\d+)$/.exec(again)?.[1] ?? 0);
  story.moments.push({ kind: 'claim', at: toTime(firstTry), status: inWords(status), attempts: attempt, redrive });
  for (const ref of emitted) story.emitted.add(facts.name(ref, event));
  return emitted;
}

/** Adds every join, its parts and, where it has fired or closed, its run: under the part that brought that about. */
export async function addJoins(facts: Facts, { ports }: Place, step: Step): Promise<void> {
  for await (const { key, value } of listAll(ports.state, JOINS, step)) {
    const parsed = parseJoin(value);
    if (parsed.kind === 'join')
      await addJoin(facts, { name: key.split('|', 1)[0] ?? '', record: parsed.record }, ports);
  }
}

type Named = { readonly name: string; readonly record: JoinRecord };

async function addJoin(facts: Facts, { name, record }: Named, { bodies }: Place['ports']): Promise<void> {
  const parts = await fromStored(bodies, record.parts);
  for (const part of parts) facts.name(part, causeOf(part));
  // What is due was brought about by no part: then it stands under the first.
  const part = record.why === 'due' ? parts[0] : parts.at(-1);
  if (record.status === 'open' || part === undefined) return;
  const run = facts.name(toDueEvent(name, record.key));
  facts.run(keyOf(part), run);
  facts.notes.set(run, `join ${name}, ${WHY[record.why ?? 'complete']}`);
}

const WHY = { complete: 'complete', unless: 'closed', due: 'out of time', straggler: 'a straggler' } as const;

/** Adds every letter, and its redrive where the journal does not tell of it. */
export async function addLetters(facts: Facts, place: Place, redriven: ReadonlySet<string>, step: Step): Promise<void> {
  for await (const { entry } of listLetters(place.ports.state, {}, Date.now())) {
    step();
    if (entry.event === undefined) continue;
    const { moments } = facts.story(facts.name(entry.event), entry.route ?? '');
    moments.push(toMoment(entry));
    if (entry.status === 'redriven' && !redriven.has(entry.id))
      moments.push({ kind: 'redrive', at: toTime(entry.since), letter: entry.id, redrive: entry.redrive + 1 });
  }
}

function toMoment({ id, code, reason, status, filed }: LetterEntry) {
  return { kind: 'letter', at: toTime(filed), letter: id, code, reason, status } as const;
}

function unescaped(text: string): string {
  return text.replaceAll('%7C', '|').replaceAll('%25', '%');
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}

function inWords(status: ClaimRecord['status']): string {
  return { claimed: 'is running', waiting: 'waits', handled: 'is to be published', done: 'done', dead: 'dead' }[status];
}
