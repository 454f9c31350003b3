import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { missingTerraform } from './terraform/run-terraform.ts';

/** A provider of HashiCorp's, of at least this minor version of this major one, as `~> 5.100` has it. */
export type Provider = { readonly name: string; readonly major: number; readonly minor: number };

/**
 * Terraform, and the folder that holds the provider for it, as `terraform providers mirror` makes one; `missing` says what is not there
 * and what to do. Nothing is fetched.
 */
export function findTerraform(provider: Provider): { readonly mirror: string } | { readonly missing: string } {
  const missing = missingTerraform();
  if (missing !== undefined) return { missing };
  const mirror = mirrors().find((folder) => holds(folder, provider));
  if (mirror !== undefined) return { mirror };
  const version = `${provider.major}.${provider.minor}`;
  return {
    missing: `no mirror with the provider ${provider.name} ~> ${version}: run terraform providers mirror FOLDER, and set TF_PLUGIN_MIRROR=FOLDER`,
  };
}

/** What Terraform's own configuration file must say, so that it takes providers from there and from nowhere else. */
export function toCliConfig(mirror: string): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
}

/** Where a mirror may be: where one is told, and where they usually are. */
function mirrors(): readonly string[] {
  const told = process.env.TF_PLUGIN_MIRROR;
  return [
    ...(told ? [told] : []),
    ...configured(),
    join(homedir(), '.terraform.d/plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
    ...list('/opt').map((name) => join('/opt', name)),
  ];
}

/** The mirrors of the user's own configuration (Terraform documentation, "CLI configuration file"). */
function configured(): readonly string[] {
  const path = process.env.TF_CLI_CONFIG_FILE || join(homedir(), '.terraformrc');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return Array.from(text.matchAll(/filesystem_mirror\s*\{[^}]*?path\s*=\s*"([^"]+)"/g), ([, folder = '']) => folder);
}

/** Unpacked it is a folder by its version, and packed a zip with the version in its name. */
function holds(mirror: string, { name, major, minor }: Provider): boolean {
  const versions = list(join(mirror, 'registry.terraform.io/hashicorp', name)).map((entry) =>
    /^(?:terraform-provider-\w+_)?(\d+)\.(\d+)\.\d/.exec(entry),
  );
  return versions.some((found) => Number(found?.[1]) === major && Number(found?.[2]) >= minor);
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it is not there, or not ours to read
  }
}
