import type { Command } from 'commander';
import { openPlaces, type Place, type PlaceOptions, wheresOf } from './place.ts';
import { addPlaceOptions } from './place-options.ts';
import { paint, plain } from './text.ts';
import { collectFacts } from './trace/collect-facts.ts';
import { showTree } from './trace/show-tree.ts';
import { type TraceNode, toTrees } from './trace/to-tree.ts';

type Options = PlaceOptions & { readonly source?: string; readonly json?: boolean };

/** `waybill trace`: an event's whole story, from what began it to all that it caused. */
export function addTrace(program: Command): void {
  addPlaceOptions(program.command('trace'))
    .description('Show an event’s whole story: what caused it, who got it, and what that caused.')
    .argument('<id>', 'an event’s id, a subject such as an order’s id, or a dead letter’s id')
    .option('--source <source>', 'the event’s source, which spares a deployed cloud’s state from being read whole')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  waybill trace order-1\n  waybill trace order-1 --cloud gcp --json\n  waybill trace 8f14e45f --source /shop --cloud aws --env',
    )
    .action(trace);
}

async function trace(id: string, options: Options): Promise<void> {
  const places = await openPlaces(options);
  const sought = { id, ...(options.source === undefined ? {} : { source: options.source }) };
  const traces: { readonly cloud: string; readonly trees: readonly TraceNode[] }[] = [];
  for (const place of places) {
    const facts = await collectFacts(place, sought);
    const trees = toTrees(facts, id).filter(({ deliveries }) => deliveries.length > 0);
    if (trees.length > 0) traces.push({ cloud: place.cloud, trees });
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify({ id, traces })}\n`);
  else for (const { cloud, trees } of traces) process.stdout.write(toText(cloud, trees));
  if (traces.length === 0) throw new Error(nothing(id, places));
}

function toText(cloud: string, trees: readonly TraceNode[]): string {
  return trees.map((tree) => `${paint('underline', cloud)}\n${showTree(tree)}\n\n`).join('');
}

function nothing(id: string, places: readonly Place[]): string {
  return `Nothing is known of ${plain(id, 60)} in ${wheresOf(places)}: expected an event’s id, its subject, or a letter’s id. For a deployed cloud add --env and --cloud; what is older than two weeks is forgotten`;
}
