import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, folderOf } from './modules.ts';

/** Why Terraform cannot be run here, if it cannot. */
export function missingTerraform(): string | undefined {
  const { stdout } = spawnSync('terraform', ['version', '-json'], {
    encoding: 'utf8',
    env: { ...process.env, ...QUIET },
  });
  const found = /"terraform_version": "(\d+)\.(\d+)/.exec(stdout ?? '');
  if (found === null) return 'no terraform on the PATH';
  const isNew = Number(found[1]) > 1 || Number(found[2]) >= 9;
  return isNew ? undefined : `terraform is ${found[1]}.${found[2]}, expected 1.9 or later`;
}

/** No configuration of the user's, and no look for a newer version. */
const QUIET = { TF_CLI_CONFIG_FILE: '', CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };

/** A copy of a cloud's module to run Terraform in, with its package, and whatever else is given, by path in the module. Who asks removes `top`. */
export function copyModule(
  cloud: Cloud,
  extra: Readonly<Record<string, string>> = {},
): { readonly top: string; readonly folder: string } {
  const top = mkdtempSync(join(tmpdir(), 'waybill-terraform-'));
  const folder = join(top, 'terraform', cloud);
  cpSync(folderOf(cloud), folder, { recursive: true, filter: (path) => !/\.terraform|\.tfstate/.test(path) });
  mkdirSync(join(top, 'dist'));
  mkdirSync(join(folder, 'tests'), { recursive: true });
  writeFileSync(join(top, `dist/${cloud}.zip`), '');
  for (const [path, text] of Object.entries(extra)) writeFileSync(join(folder, path), text);
  return { top, folder };
}

/** What a command of Terraform printed, and its exit code. It does not block: a provider may be served by this process. */
export function runTerraform(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn('terraform', [...args, '-no-color'], { cwd: folder, env: { ...process.env, ...QUIET, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, output }));
  });
}
