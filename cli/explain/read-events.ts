import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { isKnownType } from '../../local/samples/sample-for.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { nearest } from '../../shared/routing/match/nearest.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { events as knownEvents } from '../../shared/schemas/events.ts';
import { parseJson } from '../../shared/schemas/json.ts';
import { describe } from '../../shared/schemas/result.ts';

/** The events of a file, or in words what is wrong with it and where. */
export type Read =
  | { readonly ok: true; readonly events: readonly CloudEvent[]; readonly isBatch: boolean }
  | { readonly ok: false; readonly error: string };

/** Reads a file, or stdin for `-`: a CloudEvent, or a batch of them. */
export async function readEvents(file: string): Promise<Read> {
  const read = await readInput(file);
  return read.ok ? read : refuse(`${file === '-' ? 'stdin' : file}: ${read.error}`);
}

/** One event of a known type. */
export function sampleOf(type: string): Read {
  if (isKnownType(type)) return { ok: true, events: [toSampleEvent(type)], isBatch: false };
  const known = Object.keys(knownEvents);
  const guess = nearest(type, known);
  const meant = guess === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${guess}?`;
  return refuse(`no sample of the type ${JSON.stringify(type)}: ${meant}`);
}

async function readInput(file: string): Promise<Read> {
  const bytes = await readBytes(file);
  if (typeof bytes !== 'object') return refuse(bytes);
  const parsed = parseJson(bytes.text);
  if (!parsed.ok) return refuse(describe(parsed.error));
  const isBatch = Array.isArray(parsed.value);
  const inputs: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  if (inputs.length === 0) return refuse('an empty array: expected a CloudEvent or an array of them');
  const events: CloudEvent[] = [];
  for (const [index, input] of inputs.entries()) {
    const event = parseCloudEvent(input);
    if (!event.ok) return refuse(`${isBatch ? `event ${index} of ${inputs.length}: ` : ''}${describe(event.error)}`);
    events.push(event.value);
  }
  return { ok: true, events, isBatch };
}

async function readBytes(file: string): Promise<{ readonly text: string | Uint8Array } | string> {
  try {
    return { text: file === '-' ? await text(process.stdin) : await readFile(file) };
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'is a folder' : String(error);
  }
}

function refuse(error: string): Read {
  return { ok: false, error };
}
