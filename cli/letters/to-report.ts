import { redriveCommand } from '../../shared/delivery/letters.ts';
import type { Place } from '../place.ts';
import type { Found } from './find-letters.ts';

/** What the commands' JSON says of a letter; times as RFC 3339. */
export function toReport({ entry, place }: Found) {
  const { id, route, code, reason, attempts, filed, since, event, redrive, status } = entry;
  return {
    id,
    cloud: place.cloud,
    route: route ?? null,
    code,
    reason,
    status,
    attempts,
    redrives: redrive,
    filed: new Date(filed).toISOString(),
    since: new Date(since).toISOString(),
    event: event ?? null,
    command: commandFor(entry, place),
  };
}

/** The command that brings a letter of this place back, or where it holds no event the one that closes it; ready to be pasted. */
export function commandFor({ id, event }: Found['entry'], { cloud, flags }: Pick<Place, 'cloud' | 'flags'>): string {
  const command = `${redriveCommand(id, cloud)}${flags}`;
  return event === undefined ? command.replace(' redrive ', ' discard ') : command;
}
