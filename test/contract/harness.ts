import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { Host } from './host.ts';

type Settings = Readonly<Record<string, string>>;

/**
 * What the contract suite must know of a cloud: how it tells of a thing (`uploads`, `orders`, `batches`, `doors`, `odd`), how it hears an
 * answer (`send`). Everything else is the suite's.
 */
export type Harness<Payload> = {
  readonly cloud: 'gcp' | 'azure' | 'aws' | 'kafka';
  /** The adapter's own settings, beside the folders; asked for when the host is to start. */
  readonly env: Settings | (() => Promise<Settings>);
  readonly send: (url: string, payload: Payload, host: Host) => Promise<Answer>;
  readonly uploads: readonly Shape<Upload, Payload>[];
  readonly orders: readonly Shape<CloudEvent, Payload>[];
  readonly batches: readonly BatchShape<Payload>[];
  readonly doors: readonly Door<Payload>[];
  readonly odd: readonly Odd<Payload>[];
};

/** What the cloud makes of the function's answer; `said` is the answer in the cloud's own words. */
export type Answer =
  | { readonly kind: 'acknowledged'; readonly said: string }
  /** Everything comes again, or just `items`, by the names that the answer calls them. */
  | { readonly kind: 'again'; readonly said: string; readonly items?: readonly string[] }
  /** The runtime itself said no, before any code of ours ran. */
  | { readonly kind: 'refused'; readonly said: string };

/** A payload, and for each event in it what a dead letter's `raw` must decode to. */
export type Made<Payload> = { readonly payload: Payload; readonly raw: readonly Uint8Array[] };

/** One of the forms in which a cloud tells of a thing. */
export type Shape<Thing, Payload> = {
  readonly name: string;
  readonly make: (thing: Thing) => Made<Payload>;
  /** The source keeps what failed and brings it again within the same call, so that no call ends with "again" but a good one. */
  readonly holds?: true;
  /** It has no place for attributes beyond the specification's own, so that a redriven event never comes by it. */
  readonly plain?: true;
};

/** A new object in a store, as all clouds could tell of it. `sequence` grows with each write. */
export type Upload = {
  readonly bucket: string;
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  readonly etag: string;
  readonly sequence: number;
};

/** Several events in one payload. */
export type BatchShape<Payload> = Shape<readonly CloudEvent[], Payload> & {
  /** Of four events of which the second fails: the names that the answer asks for again; absent when it can name none. */
  readonly asksFor?: readonly string[];
  /** Of the same four: the places of those that must not run, since the source keeps them behind the one that failed. */
  readonly keepsBack?: readonly number[];
  /**
   * Of the same four: the places of those that need not have run, since the tries of the one before them may have taken the time that
   * they need. What is asked for again holds them in any case.
   */
  readonly mayKeepBack?: readonly number[];
};

/** A way in for bytes that ought to be one event. */
export type Door<Payload> = {
  readonly name: string;
  readonly make: (body: Uint8Array) => Made<Payload>;
  /** What becomes of a bad body here, by its name, where it is not the letter that it is elsewhere. */
  readonly except: Readonly<Record<string, Fate>>;
};

/** A payload that only this cloud can send, and what becomes of it. */
export type Odd<Payload> = { readonly name: string; readonly fate: Fate; readonly make: () => Made<Payload> };

export type Fate =
  /** A dead letter with this code. */
  | { readonly code: string }
  /** The runtime's own refusal, such as an HTTP status. */
  | { readonly refused: string }
  /** Acknowledged, and no letter is written. */
  | { readonly quiet: true }
  /** Not tried here, and why. */
  | { readonly skip: string };
