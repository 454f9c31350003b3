import type { Command } from 'commander';
import { addAcls } from './kafka/acls.ts';
import { addDown } from './kafka/down.ts';
import { addStatus } from './kafka/status.ts';
import { addUp } from './kafka/up.ts';

/** `waybill kafka`: a real Kafka for development, and what the router needs to be allowed on any. */
export function addKafka(program: Command): void {
  const parent = program
    .command('kafka')
    .description('Run a real Kafka on this machine, and see to the rights that the router needs on any cluster.')
    .addHelpText(
      'after',
      '\nExamples:\n  waybill kafka up\n  waybill kafka up --secure\n  waybill kafka status\n  waybill kafka acls --check\n  waybill kafka down',
    );
  for (const add of [addUp, addDown, addStatus, addAcls]) add(parent);
}
