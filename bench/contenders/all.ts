import type { Entry } from '../cells/run-cell.ts';
import { eventRuler } from '../peers/event-ruler/contender.ts';
import { npmMatchers } from '../peers/npm/contender.ts';
import { quamina } from '../peers/quamina/contender.ts';
import type { Contender, Ready } from './contender.ts';
import { jsonParse, waybill } from './ours.ts';

export const OURS: readonly Contender[] = [waybill, jsonParse];
export const PEERS: readonly Contender[] = [eventRuler, quamina, ...npmMatchers];

/** Peers that no package registry gives to this project, and why. */
export const ABSENT: Readonly<Record<string, string>> = {
  'hypermatch (Go)': 'not to be had from the module proxy',
  'quamina (Go)': 'not to be had from the module proxy',
};

/** What can run here, with its version; a peer whose tools are missing is told in one line. */
export async function prepareAll(
  contenders: readonly Contender[],
  say: (line: string) => void,
): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for (const contender of contenders) {
    say(`preparing ${contender.name} ${contender.version}`);
    const ready = await contender.prepare().catch((error: Error): Ready => ({ missing: error.message }));
    if ('missing' in ready) say(`not found: ${contender.name}: ${ready.missing}`);
    all.push([contender, ready]);
  }
  return all;
}
