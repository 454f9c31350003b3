/** Files by their paths, with `/` between the parts. */
export type Files = ReadonlyMap<string, Uint8Array>;
