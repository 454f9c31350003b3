/**
 * Something about a route that is worth knowing before an event comes. An error can never work; a warning works and is hardly meant; a note is
 * for whoever wants to know. `at` is a JSON Pointer into the route's definition, such as `/where/data/size`.
 */
export type Finding = {
  readonly level: 'error' | 'warning' | 'note';
  readonly code: 'never-matches' | 'never-fits-schema' | 'twin' | 'schema-unknown' | 'unwanted';
  readonly route: string;
  readonly at?: string;
  readonly message: string;
  readonly fix?: string;
};
