import { checkBlock } from './check-block.ts';
import { checkConventions } from './check-conventions.ts';
import { addressOf, checkReferences } from './check-references.ts';
import type { Schemas } from './facts.ts';
import type { Module, Top } from './read-module.ts';

/**
 * Everything that can be told of a module without its providers: what each resource holds against the providers’ facts, what expressions
 * read against what is declared, and the conventions. Each finding is a sentence that begins with the place; none is a module in order.
 */
export function checkModule(module: Module, facts: Schemas): string[] {
  const blocks = module.tops.flatMap((top) => checkTop(top, facts));
  return [...blocks, ...checkReferences(module, facts), ...checkConventions(module)];
}

function checkTop(top: Top, facts: Schemas): string[] {
  const { kind, labels, body } = top;
  const [type = ''] = labels;
  if (kind !== 'resource' && kind !== 'data' && kind !== 'provider') return [];
  if (type === 'terraform_data') return [];
  const block = facts[kind][type];
  const how = `run node test/tooling/terraform/extract-facts.ts`;
  return block === undefined
    ? [`${addressOf(top)}: no facts of ${type}: ${how}`]
    : checkBlock(body, block, { kind, at: addressOf(top) });
}
