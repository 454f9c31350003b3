import { paint, plain } from '../text.ts';
import type { Holder } from './acls.ts';
import { grantText } from './grant.ts';
import { kafkaLines, rpkLines } from './grant-lines.ts';

/** Prints the grants as a person reads them, and as lines that make them. */
export function printGrants(holders: readonly Holder[], json: boolean): void {
  const all = holders.map((holder) => ({ ...holder, ...linesOf(holder) }));
  if (json) return void process.stdout.write(`${JSON.stringify({ principals: all })}\n`);
  for (const { principal, grants } of all) {
    console.log(paint('bold', `${plain(principal)} needs`));
    for (const grant of grants) console.log(`  ${plain(grantText(grant))}${paint('dim', `  ${plain(grant.why)}`)}`);
  }
  console.log(paint('bold', '\nWith Apache Kafka’s own tool'));
  console.log(all.flatMap(({ kafka }) => kafka).join('\n'));
  console.log(paint('bold', '\nWith Redpanda’s rpk'));
  console.log(all.flatMap(({ rpk }) => rpk).join('\n'));
}

function linesOf({ principal, grants }: Holder) {
  const brokers = process.env.KAFKA_BROKERS || 'localhost:9092';
  const config = process.env.KAFKA_PROPERTIES || 'admin.properties';
  return { kafka: kafkaLines(grants, { principal, brokers, config }), rpk: rpkLines(grants, { principal }) };
}
