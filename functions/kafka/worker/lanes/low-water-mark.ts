import type { Lane } from './lane.ts';

/** The offset that may be committed: all before it is finished. It moves over gaps and control records too. */
export function lowWaterMark({ records, position }: Pick<Lane, 'records' | 'position'>): bigint {
  return records.keys().next().value ?? position;
}

/** The leader epoch that wrote what is before the mark, which a commit names (KIP-320); -1 where it is not known. */
export function epochBefore({ epochs }: Pick<Lane, 'epochs'>, mark: bigint): number {
  return epochs.findLast(({ from }) => from < mark)?.epoch ?? -1;
}
