import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Moto = { readonly url: string; readonly close: () => Promise<void> };

/** Whether moto's server, an emulator of AWS, is on the PATH; `missing` says what to do. */
export function findMoto(): { readonly command: string } | { readonly missing: string } {
  const command = 'moto_server';
  const works = spawnSync(command, ['--help']).status === 0;
  return works ? { command } : { missing: 'no moto_server on the PATH: pip install "moto[server,s3]"' };
}

/** Starts it, empty, on a free port. */
export async function startMoto(command: string): Promise<Moto> {
  const child = spawn(command, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, found] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error('moto_server did not start')));
  });
  const close = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { url, close };
}
