import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepBuilt, runTool } from './keep-built.ts';

/** The packages that the lock file of a peer's folder names, installed apart from the project's own. Gives the folder that holds them. */
export function installPackages(name: string, folder: string): Promise<string> {
  const files = ['package.json', 'package-lock.json'];
  return keepBuilt({ name, folder, files }, async (draft) => {
    for (const file of files) await copyFile(join(folder, file), join(draft, file));
    await runTool(draft, 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  });
}
