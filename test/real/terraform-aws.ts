import { copyFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { toCliConfig } from '../tooling/find-terraform.ts';
import { copyModule, runTerraform } from '../tooling/terraform/run-terraform.ts';

export type Ran = Awaited<ReturnType<typeof runTerraform>>;

/** A copy of terraform/aws in a folder of its own, ready to run Terraform in. */
export type AwsModule = {
  /** Runs one command; throws with all that it printed when it ends with a code that is not expected. */
  readonly run: (args: readonly string[], expected?: number) => Promise<Ran>;
  readonly close: () => Promise<void>;
};

type Options = {
  /** Where the provider is. */
  readonly mirror: string;
  /** A file that takes the place of routes.json, by its path in the module. */
  readonly routes?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
};

/** Copies the module and initialises it, with a package that holds both functions and does nothing. */
export async function copyAwsModule({ mirror, routes, files = {}, env = {} }: Options): Promise<AwsModule> {
  const { top, folder } = copyModule('aws', files);
  const config = join(top, 'terraform.rc');
  writeFileSync(config, toCliConfig(mirror));
  writeFileSync(join(top, 'dist/aws.zip'), zipSync(PACKAGE));
  if (routes !== undefined) copyFileSync(join(folder, routes), join(folder, 'routes.json'));
  const run = async (args: readonly string[], expected = 0) => {
    const ran = await runTerraform(folder, args, { ...env, TF_CLI_CONFIG_FILE: config });
    if (ran.code === expected) return ran;
    throw new Error(`terraform ${args.join(' ')} ended with ${ran.code}, expected ${expected}:\n${ran.output}`);
  };
  const close = () => rm(top, { recursive: true });
  await run(['init', '-input=false']).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { run, close };
}

const PACKAGE = {
  'package.json': strToU8('{"type":"module"}'),
  'index.js': strToU8('export const handler = async () => {};\nexport const deadLetters = handler;\n'),
};
