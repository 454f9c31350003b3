import { JOIN_DUE } from '../routing/table.ts';
import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { fail, ok, type Result } from '../schemas/result.ts';
import { contentHash } from './claim-key.ts';
import { type Edit, editEvent } from './edit-event.ts';
import { type IndexedLetter, parseEntry } from './letter-index.ts';
import { discarded, joinRun, noEvent, noLetter, otherContents } from './letter-problems.ts';
import { LETTERS, type LetterPorts, readLetter } from './letters.ts';
import { toName, traceOf } from './log.ts';
import { markLetter } from './mark-letter.ts';
import { messageOf } from './port-error.ts';
import type { Ports } from './ports.ts';

export type RedrivePorts = LetterPorts & Pick<Ports, 'publish'>;

/** An event ready to go to its letter's route once more, `redrive` counted from 1. */
export type Prepared = IndexedLetter & { readonly event: CloudEvent; readonly redrive: number };

/** What was sent. `note`: what somebody else did to the letter meanwhile; the event is on its way all the same. */
export type Redriven = Prepared & { readonly note?: string };

/** The event that a redrive would send, edits made, or why it cannot be. */
export async function prepareRedrive(
  { state, bodies }: Pick<LetterPorts, 'state' | 'bodies'>,
  id: string,
  edits: readonly Edit[] = [],
): Promise<Result<Prepared>> {
  const found = await state.get(LETTERS, id);
  const entry = found === undefined ? undefined : parseEntry(found.value);
  if (found === undefined || entry === undefined) return fail(noLetter(id));
  if (entry.status === 'discarded') return fail(discarded(id));
  const { event, route = entry.route } = await readLetter(bodies, id);
  if (event === undefined) return fail(noEvent(id));
  if (edits.length > 0 && event.type === JOIN_DUE) return fail(joinRun(id));
  const edited = editEvent(event, edits);
  if (!edited.ok) return edited;
  if (entry.contents !== undefined && entry.contents !== contentHash(edited.value)) return fail(otherContents(id));
  const redrive = entry.redrive + 1;
  const addressee = route === undefined ? {} : { waybillroute: route };
  const addressed = { ...edited.value, ...addressee, waybillredrive: redrive };
  return ok({ entry, version: found.version, event: addressed, redrive });
}

/**
 * Sends a letter's event to its route once more, under a claim of its own. The letter counts as redriven once the event is durable with
 * the broker: a crash before that leaves it as it was, and to send the same twice is to send it once. Throws when a store is down.
 */
export async function redrive(
  ports: RedrivePorts,
  cloud: string,
  letter: { readonly id: string; readonly edits?: readonly Edit[] },
): Promise<Result<Redriven>> {
  const prepared = await prepareRedrive(ports, letter.id, letter.edits);
  if (!prepared.ok) return prepared;
  const { event, redrive, entry } = prepared.value;
  try {
    await ports.publish([event]);
  } catch (thrown) {
    return fail({
      code: 'not-published',
      message: messageOf(thrown),
      fix: 'The letter is as it was: redrive it again',
    });
  }
  const route = attribute(event, 'waybillroute');
  const trace = traceOf(event);
  ports.log({
    level: 'info',
    message: 'redrive',
    cloud,
    letter: entry.id,
    ...(route === undefined ? {} : { route }),
    event: toName(event),
    redrive,
    ...(trace === undefined ? {} : { trace }),
  });
  const note = await markLetter(ports, prepared.value, { status: 'redriven', contents: contentHash(event) });
  return ok({ ...prepared.value, ...(note === undefined ? {} : { note }) });
}
