import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, readDeployed } from './deploy-folder.ts';

/** What a stage of the Containerfile copies from the repository, by its path there; the last stage, unless told, is the image. */
export function copiedBy(
  stage = readDeployed('Containerfile')
    .split(/^FROM /m)
    .at(-1) ?? '',
): readonly string[] {
  const copies = [...stage.matchAll(/^COPY (?!--from)(.+)$/gm)].map(([, words = '']) => words.split(' ').slice(0, -1));
  return copies.flat();
}

/** A new folder with what the image has in its own, and what is mounted there: to be removed by whoever asked. */
export function imageTree(mounted: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-image-'));
  for (const path of [...copiedBy(), ...mounted]) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
