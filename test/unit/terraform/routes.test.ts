import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { routes as table } from '../../../shared/routes.ts';
import { CLOUDS, folderOf } from '../../tooling/terraform/modules.ts';

/** What is read of a compiled route table. */
type Compiled = {
  readonly triggers: Readonly<Record<string, { readonly routes: readonly string[] } | null>>;
  readonly routes: readonly { readonly route: string; readonly triggers: Readonly<Record<string, unknown>> }[];
};

describe.each(CLOUDS)('the triggers that terraform/%s makes', (cloud) => {
  const text = readFileSync(join(folderOf(cloud), 'routes.json'), 'utf8');
  const compiled = JSON.parse(text) as Compiled; // npx waybill routes compile wrote it

  it('are there for every route', () => {
    const names = table.routes.map(({ name }) => name).sort();

    const triggered = compiled.routes.filter(({ route, triggers }) => {
      const sources = Object.keys(triggers);
      return sources.length > 0 && sources.every((source) => compiled.triggers[source]?.routes.includes(route));
    });

    expect(triggered.map(({ route }) => route).sort()).toEqual(names);
  });
});
