/** So many events in each scenario: FAULT_EVENTS, or what continuous integration has time for. */
export const EVENTS = Number(process.env.FAULT_EVENTS ?? 20_000);

/** As long as anything may take that these have to go through, in milliseconds. */
export const PATIENCE = 60_000 + 4 * EVENTS;
