import type { StateStore } from '../routing/context.ts';
import { type CloudEvent, parseCloudEvent } from '../schemas/cloudevent.ts';
import { isObject, parseJson } from '../schemas/json.ts';
import { redriveOf } from './claim-key.ts';
import { toName } from './log.ts';
import { PortError } from './port-error.ts';
import type { Bodies, LogLine } from './ports.ts';

/** An event that could not be delivered, with all that is needed to mend and redrive it. */
export type Letter = {
  readonly id: string;
  readonly route?: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly event?: CloudEvent;
  /** What the cloud handed us, byte for byte. */
  readonly raw: Uint8Array;
};

/** What the index of dead letters says of one; times are epoch milliseconds. The letter itself is a body. */
export type LetterEntry = {
  readonly v: 1;
  readonly id: string;
  readonly route?: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly filed: number;
  readonly event?: Pick<CloudEvent, 'id' | 'source' | 'type' | 'subject'>;
  /** How often the event had been redriven before. */
  readonly redrive: number;
  readonly status: 'filed' | 'redriven' | 'discarded';
  /** When it became what it is. */
  readonly since: number;
  /** The hash of the contents that it was redriven with: one redrive number is for one content. */
  readonly contents?: string;
};

/**
 * Hands a letter to whoever else is to see it, with the `origin` of its item, if there was one. Resolves once that is durable, and gets a
 * letter again that could not be filed to its end.
 */
export type CopyLetter = (letter: Letter, origin: unknown) => Promise<void>;

export type LetterPorts = {
  readonly state: StateStore;
  readonly bodies: Bodies;
  readonly copyLetter?: CopyLetter | undefined;
  readonly log: (line: LogLine) => void;
  readonly clock: { readonly now: () => number };
};

export const LETTERS = 'letters';
/** So many characters of a name or a reason are in the index, whose records are small; the letter has the whole. */
const LONGEST = 1_000;
/** The end of the year 9999: a letter is kept until somebody has dealt with it. */
export const FOR_EVER = Date.UTC(9999, 11, 31);

type Filed = Letter & { readonly origin?: unknown };

/** Files a letter: its body, its copy, then its place in the index. The same id twice is one letter. Resolves once all are durable. */
export async function fileLetter(ports: LetterPorts, cloud: string, { origin, ...letter }: Filed): Promise<void> {
  const { id, route, code, attempts, event } = letter;
  const command = redriveCommand(id, cloud);
  await ports.bodies.put(bodyOf(id), Buffer.from(toJson(letter, command)));
  await ports.copyLetter?.(letter, origin);
  const now = ports.clock.now();
  const reason = letter.reason.slice(0, LONGEST);
  const named = event === undefined ? {} : { event: shorten(toName(event)) };
  const entry: LetterEntry = {
    v: 1,
    id,
    ...(route === undefined ? {} : { route }),
    ...{ code, reason, attempts, filed: now, ...named },
    redrive: event === undefined ? 0 : redriveOf(event),
    status: 'filed',
    since: now,
  };
  const version = await ports.state.put(LETTERS, id, { value: entry, if: 'absent', expiresAt: FOR_EVER });
  if (version === undefined) return;
  const heading = { level: 'error', message: 'letter', cloud, letter: id } as const;
  ports.log({
    ...heading,
    ...(route === undefined ? {} : { route }),
    code,
    reason,
    attempts,
    ...named,
    redrive: command,
  });
}

function shorten({ id, source, type, subject }: ReturnType<typeof toName>): ReturnType<typeof toName> {
  const cut = (text: string) => text.slice(0, LONGEST);
  return {
    id: cut(id),
    type: cut(type),
    source: cut(source),
    ...(subject === undefined ? {} : { subject: cut(subject) }),
  };
}

/** The command that brings an event back, once what was wrong with it is put right. */
export function redriveCommand(id: string, cloud: string): string {
  return `npx waybill dead-letters redrive ${id} --cloud ${cloud}`;
}

/** A filed letter's body. Throws a PortError when it cannot be had. */
export async function readLetter(bodies: Bodies, id: string): Promise<Letter> {
  const bytes = await bodies.get(bodyOf(id));
  const parsed = bytes === undefined ? undefined : parseJson(bytes);
  if (!parsed?.ok || !isObject(parsed.value))
    throw new PortError('unavailable', 'bodies', { message: `the letter ${id} is not there or cannot be read` });
  const { raw, event, redrive: _, ...heading } = parsed.value;
  const known = event === undefined ? undefined : parseCloudEvent(event);
  const letter = { ...heading, raw: Buffer.from(String(raw ?? ''), 'base64') };
  const whole: unknown = { ...letter, ...(known?.ok ? { event: known.value } : {}) };
  return whole as Letter; // fileLetter wrote it
}

function bodyOf(id: string): string {
  return `${id}.json`;
}

/** `{ id, route?, code, reason, attempts, event?, redrive, raw }` as one JSON document, the raw bytes in base64. */
function toJson({ raw, ...letter }: Letter, redrive: string): string {
  return `${JSON.stringify({ ...letter, redrive, raw: Buffer.from(raw).toString('base64') }, null, 2)}\n`;
}
