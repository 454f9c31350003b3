/** The place behind what is no JSON: there is none. */
export const BROKEN = -1;
