import type { Target } from '../table.ts';
import type { Finding } from './finding.ts';

/** Event types that handlers emit and nobody in the table wants: often on purpose, for others to read, and now and then a typing mistake. */
export function findUnwanted(targets: readonly Target[]): readonly Finding[] {
  const wanted = new Set(targets.flatMap(({ on }) => on));
  return targets.flatMap(({ name, emits }) =>
    emits
      .filter((type) => !wanted.has(type))
      .map((type): Finding => {
        const message = `no route or join wants ${JSON.stringify(type)}`;
        return { level: 'note', code: 'unwanted', route: name, at: '/emits', message };
      }),
  );
}
