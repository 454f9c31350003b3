import { contentHash } from '../../shared/delivery/claim-key.ts';
import { attribute, type CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { Counts } from './counts.ts';

/** One message in a cloud's hands: an event, or bytes that are none. */
export type Parcel = {
  readonly number: number;
  readonly event?: CloudEvent;
  /** Text that cannot be parsed. */
  readonly garbage?: string;
  /** Who sent it: the clouds carry what the router emits in another form than what producers send. */
  readonly from: 'producer' | 'router';
};

export type Ledger = ReturnType<typeof createLedger>;

type Given = { readonly find: (finding: string) => void; readonly counts: Counts };

/** Every message that a cloud accepted: none of them may be lost. */
export function createLedger({ find, counts }: Given) {
  const parcels: Parcel[] = [];
  const hashes = new Map<string, string>();
  const accepted = new Set<string>();
  const given = new Set<Parcel>();
  const forgotten = new Set<Parcel>();
  return {
    accept: (contents: Omit<Parcel, 'number'>): Parcel => {
      const parcel = { ...contents, number: parcels.length + 1 };
      parcels.push(parcel);
      counts.add(`events: from ${parcel.from}s`);
      const { event } = parcel;
      if (event === undefined) return parcel;
      accepted.add(event.id);
      const name = `${event.source} ${event.id} ${attribute(event, 'waybillredrive') ?? 0}`;
      const hash = contentHash(event);
      if ((hashes.get(name) ?? hash) !== hash) find(`${event.type} ${name} came with other contents`);
      hashes.set(name, hash);
      return parcel;
    },
    /** The platform gave up on it and keeps it as a dead letter of its own. */
    giveUp: (parcel: Parcel) => void given.add(parcel),
    givenUp: () => [...given],
    /** It was acknowledged, or as a dead letter of the platform's taken over by ours. */
    forget: (parcel: Parcel) => {
      forgotten.add(parcel);
      given.delete(parcel);
    },
    /** What the cloud still has to bring. */
    kept: () => parcels.filter((parcel) => !forgotten.has(parcel) && !given.has(parcel)),
    parcels: () => parcels,
    hasAccepted: (id: string) => accepted.has(id),
    /** An event that a producer was to send, or the router did, and that never came to the cloud. */
    lose: ({ id }: CloudEvent) => {
      accepted.add(id);
      counts.add('events: lost at the producer');
    },
  };
}

/** What a parcel is called in a step log. */
export function nameOf({ number, event, garbage }: Parcel): string {
  const subject = event?.subject === undefined ? '' : ` of ${event.subject}`;
  return event === undefined ? `#${number} ${garbage ?? ''}` : `#${number} ${event.type}${subject}`;
}
