import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { CloudName } from '../../../local/laptop/cloud.ts';
import { ROOT } from './checkout.ts';
import { type Child, startChild } from './child.ts';
import { findPort } from './free-port.ts';

export type Unzipped = {
  /** What the zip holds. */
  readonly folder: string;
  /** An empty folder beside it, for what the function writes. */
  readonly data: string;
  readonly close: () => Promise<void>;
};

/** Unzips a build into an empty folder far from every node_modules. */
export async function unzip(file: string): Promise<Unzipped> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'waybill-zip-')));
  const [folder, data] = [join(root, 'function'), join(root, 'data')];
  await mkdir(data);
  for (const [name, contents] of Object.entries(unzipSync(await readFile(file)))) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  return { folder, data, close: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) };
}

export type Running = Child & { readonly url: string };

/**
 * Runs what was unzipped in its runtime, with the variables of `env`. Node itself sees to it that the process reads nothing but the two
 * folders and, where the runtime is a host of ours, that host's own files; and writes nothing but the data.
 */
export async function runUnzipped(
  cloud: CloudName,
  { folder, data }: Unzipped,
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const port = await findPort();
  const host = join(ROOT, 'local', 'hosts', `${cloud}.ts`);
  const framework = join(folder, 'node_modules', '@google-cloud', 'functions-framework', 'build', 'src', 'main.js');
  const command = cloud === 'gcp' ? [framework, '--target=router', `--port=${port}`] : [host];
  const readable = [folder, data, ...(cloud === 'gcp' ? [] : [join(ROOT, 'local'), join(ROOT, 'package.json')])];
  const child = startChild(command, {
    cwd: folder,
    env: {
      ...env,
      HOME: data,
      PORT: String(port),
      WAYBILL_ENTRY: join(folder, 'index.js'),
      NODE_COMPILE_CACHE: '',
      NODE_OPTIONS: [
        ...PERMISSIONS,
        ...readable.map((path) => `--allow-fs-read=${path}`),
        `--allow-fs-write=${data}`,
      ].join(' '),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await child.waitFor('server', () => fetch(url).catch(() => undefined));
  return { ...child, url };
}

const PERMISSIONS = ['--permission', '--allow-addons', '--allow-child-process', '--no-warnings'];
