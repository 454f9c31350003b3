/** What a mapping tells about a batch, for a console: `records` is how many of the batch's are meant. */
export type MappingEvent =
  | { readonly kind: 'invoked'; readonly records: number }
  | { readonly kind: 'succeeded'; readonly records: number }
  | { readonly kind: 'failed'; readonly records: number; readonly reason: string }
  /** The invocation could not be made: it is tried again and not counted. */
  | { readonly kind: 'unreachable'; readonly records: number; readonly reason: string }
  | { readonly kind: 'discarded'; readonly records: number; readonly reason: string };
