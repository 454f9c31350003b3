/** One condition that does not hold: `at` is a JSON Pointer into the event, the others are words. */
export type Failure = { readonly at: string; readonly wanted: string; readonly got: string };
