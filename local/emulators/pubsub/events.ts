/** What happens to a message, for a console to show. Times are milliseconds of the emulator's clock. */
export type PubSubEvent =
  | { readonly kind: 'published'; readonly topic: string; readonly messageId: string }
  /** One attempt: what the push endpoint answered, or that a subscriber pulled the message. */
  | (Delivery & { readonly kind: 'delivery'; readonly status: number | 'deadline' | 'unreachable' | 'pulled' })
  | (Delivery & { readonly kind: 'acknowledged' })
  /** The attempt failed; the message comes again, not before `notBefore`. */
  | (Delivery & { readonly kind: 'retry'; readonly notBefore: number })
  | (Delivery & { readonly kind: 'dead-lettered'; readonly topic: string })
  /** The message left the subscription without having been acknowledged. */
  | {
      readonly kind: 'dropped';
      readonly subscription: string;
      readonly messageId: string;
      readonly reason: 'filter' | 'retention' | 'subscription deleted';
    };

type Delivery = {
  readonly subscription: string;
  readonly messageId: string;
  /** 1 for the first delivery of this message on this subscription. */
  readonly attempt: number;
};
