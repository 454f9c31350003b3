import type { CloudEvent } from '../../schemas/cloudevent.ts';
import type { Table } from '../table.ts';
import { hintNames } from './hints/names.ts';
import { hintPayload } from './hints/payload.ts';
import { hintUnrouted } from './hints/unrouted.ts';
import { hintValues } from './hints/values.ts';
import type { Verdict } from './judge.ts';

/** What hints are made from. */
export type Facts = { readonly table: Table; readonly event: CloudEvent; readonly verdicts: readonly Verdict[] };

/** More would not be read. */
const MOST = 8;

/** What most likely went wrong, the likeliest first, each once. */
export function findHints(facts: Facts): readonly string[] {
  const hints = [hintPayload, hintValues, hintNames, hintUnrouted].flatMap((hint) => hint(facts));
  return [...new Set(hints)].slice(0, MOST);
}
