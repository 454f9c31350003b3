import type { CloudEvent } from '../schemas/cloudevent.ts';
import type { DataOf } from '../schemas/events.ts';
import type { Outcome } from './outcome.ts';

/** A route's plain function. Returning nothing is done; a throw is a retry. `Emits` are the event types that it may emit. */
export type Handler<Data, Emits extends string = never> = (
  event: CloudEvent<Data> & { readonly data: Data },
  ctx: Context<Emits>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is what most users write
) => Promise<void | Outcome>;

/** What a handler is given beside the event: everything that it may touch. */
export type Context<Emits extends string = never> = {
  readonly blobs: Blobs;
  readonly mail: Mail;
  readonly payments: Payments;
  readonly state: StateStore;
  /** Collects an event, published once the handler is done; `subject` defaults to that of the event being handled. */
  readonly emit: (...emission: Emission<Emits>) => void;
  readonly log: Log;
  /** Aborts at the route's timeout. */
  readonly signal: AbortSignal;
  /** 1 at the first try. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** The same on every try of this event on this route, and on no other: hand it to whatever can recognise a repetition. */
  readonly idempotencyKey: string;
};

/** The arguments of `emit`, one list for each type: so a handler fits only a route whose `emits` names all that it emits. */
type Emission<Type extends string> = Type extends string
  ? readonly [type: Type, data: DataOf<Type>, options?: { readonly subject?: string }]
  : never;

export type Log = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** An object, and which state of it: without `version` and `etag`, whatever is there now. */
export type BlobRef = {
  readonly bucket: string;
  readonly name: string;
  readonly version?: string;
  readonly etag?: string;
};

/** One object's bytes with what is stored beside them. */
export type Blob = {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
};

export type BlobWrite = Blob & {
  readonly bucket: string;
  readonly name: string;
  /** Only over this state: a `tag`, or null for "not there". */
  readonly over: string | null;
};

/**
 * Object storage. `read` gives the named version and nothing else: `superseded` when a newer one has taken its place, `gone` when
 * there is none, `too-large` before a byte over `maxBytes` is fetched. Throws a PortError when the store is down or refuses.
 */
export type Blobs = {
  readonly read: (
    ref: BlobRef,
    maxBytes: number,
  ) => Promise<
    | { readonly kind: 'found'; readonly blob: Blob }
    | { readonly kind: 'gone' | 'superseded' }
    | { readonly kind: 'too-large'; readonly size: number }
  >;
  /** What is at a name now, without its bytes; `tag` names this very state of it. Undefined when nothing is there. */
  readonly head: (
    bucket: string,
    name: string,
  ) => Promise<{ readonly tag: string; readonly metadata: Readonly<Record<string, string>> } | undefined>;
  /** `changed` when something else than `over` is there, and nothing was written. */
  readonly write: (blob: BlobWrite) => Promise<'written' | 'changed'>;
};

export type MailMessage = {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The `Message-ID` header with its angle brackets: the same for the same mail, so that a repetition can be recognised. */
  readonly messageId: string;
};

export type Mail = { readonly send: (message: MailMessage) => Promise<void> };

/**
 * Money, taken and given back. A `reference` names one thing that is paid for, such as an order: it is charged once at most, however often
 * and by whomever it is asked for. Amounts are in the currency's minor unit. Throws a PortError when the gateway is down or silent: then
 * the charge may have been made or not, and asking again with the same reference is safe.
 */
export type Payments = {
  readonly charge: (
    charge: Charge,
  ) => Promise<
    | { readonly kind: 'charged'; readonly paymentId: string }
    | { readonly kind: 'declined'; readonly code: string; readonly message: string }
  >;
  /**
   * Gives back what was charged for a reference, once. `nothing` when nothing was; either way no later charge for it is taken, so that
   * one still under way cannot slip in behind.
   */
  readonly refund: (
    reference: string,
  ) => Promise<
    | { readonly kind: 'refunded'; readonly paymentId: string; readonly amount: number; readonly currency: string }
    | { readonly kind: 'nothing' }
  >;
};

export type Charge = {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  /** The means of payment as the shop's checkout named it. */
  readonly token: string;
};

export type StateRecord = { readonly value: unknown; readonly version: string };
export type PutCondition = 'absent' | { readonly version: string };

/**
 * Compare-and-swap records. Keys are at most 256 bytes of UTF-8 (longer ones are hashed by the store), values at most 32 KiB of JSON.
 * A record whose `expiresAt` (milliseconds since the epoch) is past counts as absent. Throws a PortError when the store is down or
 * silent: then a write may have happened or not, and only a later `get` tells. A value that is torn, and no JSON any more, is undefined.
 */
export type StateStore = {
  readonly get: (collection: string, key: string) => Promise<StateRecord | undefined>;
  /** The new version, or undefined when the condition did not hold and nothing was written. */
  readonly put: (
    collection: string,
    key: string,
    write: { readonly value: unknown; readonly if: PutCondition; readonly expiresAt: number },
  ) => Promise<string | undefined>;
  readonly delete: (collection: string, key: string, version: string) => Promise<boolean>;
  /** In the order of keys, after the key `after`. */
  readonly list: (
    collection: string,
    page: { readonly after?: string; readonly limit: number },
  ) => Promise<readonly (StateRecord & { readonly key: string })[]>;
};
