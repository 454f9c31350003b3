import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a provider's schema says of a block, as far as it is checked: names, Terraform's types, and which must be there. */
export type Block = {
  readonly required?: Readonly<Record<string, string>>;
  readonly optional?: Readonly<Record<string, string>>;
  /** What can be read and not be set. */
  readonly computed?: Readonly<Record<string, string>>;
  readonly blocks?: Readonly<Record<string, Nested>>;
};

/** `min` is 1 for a block that must be there; `max` is 1 for one that may not be there twice. */
export type Nested = Block & { readonly min?: 1; readonly max?: 1 };

export type Facts = {
  readonly origin: Readonly<Record<string, string>>;
  readonly provider: Readonly<Record<string, Block>>;
  readonly resource: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
};

export const PROVIDERS = ['aws', 'azurerm', 'google'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const FACTS = join(import.meta.dirname, '../../fixtures/terraform');

/** What is checked with. */
export type Schemas = Omit<Facts, 'origin'>;

/** The facts of every provider, in one. */
export function loadFacts(folder = FACTS): Schemas {
  const all = PROVIDERS.map((provider) => readFacts(provider, folder));
  return {
    provider: Object.assign({}, ...all.map(({ provider }) => provider)),
    resource: Object.assign({}, ...all.map(({ resource }) => resource)),
    data: Object.assign({}, ...all.map(({ data }) => data)),
  };
}

function readFacts(provider: Provider, folder: string): Facts {
  const file = join(folder, `${provider}.json`);
  if (!existsSync(file))
    throw new Error(`${file} is missing: expected facts. Run node test/tooling/terraform/extract-facts.ts`);
  return JSON.parse(readFileSync(file, 'utf8')) as Facts; // written by extract-facts.ts, and held by a test
}
