import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Block, FACTS, type Facts, PROVIDERS, type Provider } from './facts.ts';
import { foldersOfModules } from './modules.ts';
import { readModule } from './read-module.ts';
import { readTypings } from './read-typings.ts';

/**
 * Writes test/fixtures/terraform/PROVIDER.json: what the provider’s schema says of the resources and data sources in terraform/, and of
 * those named as arguments (google_pubsub_topic, data.google_project). They come from the typings of the prebuilt CDKTF providers, which
 * are downloaded for it.
 */
const SOURCES = {
  aws: { package: '@cdktf/provider-aws', version: '20.1.0', provider: 'hashicorp/aws 5.100.0' },
  azurerm: { package: '@cdktf/provider-azurerm', version: '14.23.1', provider: 'hashicorp/azurerm 4.55.0' },
  google: { package: '@cdktf/provider-google', version: '16.12.1', provider: 'hashicorp/google 6.50.0' },
} as const;

const wanted = [...new Set([...(await usedTypes()), ...process.argv.slice(2)])].sort();
for (const provider of PROVIDERS)
  write(
    provider,
    wanted.filter((type) => type.replace('data.', '').startsWith(`${provider}_`)),
  );

/** Such as `google_project_service` and `data.google_project`. */
async function usedTypes(): Promise<string[]> {
  const modules = await Promise.all(foldersOfModules().map(({ folder, name }) => readModule(folder, name)));
  const tops = modules.flatMap((module) => module.tops);
  return tops.flatMap(({ kind, labels: [type = ''] }) =>
    kind === 'resource' ? [type] : kind === 'data' ? [`data.${type}`] : [],
  );
}

function write(provider: Provider, types: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-facts-'));
  try {
    const unpacked = unpack(provider, folder);
    const read = (type: string) => readTypings(typingsOf(provider, type, unpacked));
    const of = (kind: string) =>
      Object.fromEntries(
        types.map(apart).flatMap(([own, type]) => (own === kind ? [[type, read(`${own}.${type}`)]] : [])),
      );
    const { optional = {}, ...block } = read('provider');
    const facts = {
      origin: originOf(provider),
      provider: { [provider]: { ...block, optional: withoutEndpoints(optional) } },
      resource: of('resource'),
      data: of('data'),
    };
    writeFileSync(join(FACTS, `${provider}.json`), toText(facts));
    console.log(`${provider}: ${types.length} types`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function apart(type: string): readonly [string, string] {
  return type.startsWith('data.') ? ['data', type.slice('data.'.length)] : ['resource', type];
}

/** Google's has one for each of its services. */
function withoutEndpoints(members: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !name.endsWith('_custom_endpoint')));
}

function unpack(provider: Provider, folder: string): string {
  const { package: name, version } = SOURCES[provider];
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`]);
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder, '--wildcards', '*.d.ts']);
  return join(folder, 'package/lib');
}

/** `type` is `provider`, `resource.google_project_service` or `data.google_project`. */
function typingsOf(provider: Provider, type: string, unpacked: string): string {
  const name = type
    .replace(/^resource\.[^_]+_/, '')
    .replace(/^data\./, 'data_')
    .replaceAll('_', '-');
  const folder = join(unpacked, name);
  if (!existsSync(folder)) throw new Error(`${SOURCES[provider].package} has no ${type}: expected lib/${name}`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

function originOf(provider: Provider): Facts['origin'] {
  const { package: name, version, provider: source } = SOURCES[provider];
  return {
    provider: source,
    package: `${name}@${version}`,
    license: 'MPL-2.0 (the package)',
    what: 'Names, types and which are required, of the resource types in terraform/; nothing of the package’s text',
    by: 'node test/tooling/terraform/extract-facts.ts',
  };
}

/** A line for each type, so that a change shows which. */
function toText({ origin, ...kinds }: Facts): string {
  const lines = (blocks: Readonly<Record<string, Block>>) =>
    Object.entries(blocks)
      .map(([type, block]) => `    ${JSON.stringify(type)}: ${JSON.stringify(block)}`)
      .join(',\n');
  const parts = Object.entries(kinds).map(([kind, blocks]) => `  ${JSON.stringify(kind)}: {\n${lines(blocks)}\n  }`);
  return `{\n  "origin": ${JSON.stringify(origin)},\n${parts.join(',\n')}\n}\n`;
}
