import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findImports } from '../../tooling/imports.ts';
import { checkLayering } from '../../tooling/layering.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A repository of these files. */
function createTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'waybill-layers-'));
  roots.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

function violationsOf(file: string, text: string): readonly string[] {
  return checkLayering(createTree({ [file]: text })).violations;
}

const GOOD: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a lower layer': ['shared/routing/a.ts', "import { b } from '../schemas/b.ts';"],
  'the same layer': ['shared/delivery/embedded/a.ts', "import { b } from '../b.ts';"],
  'zod/mini below delivery': ['shared/schemas/a.ts', "import * as z from 'zod/mini';"],
  'Node in delivery': ['shared/delivery/a.ts', "import { createHash } from 'node:crypto';"],
  'an adapter’s own files and cloud': [
    'functions/gcp/index.ts',
    "import { a } from './a.ts';\nimport '@google-cloud/pubsub';",
  ],
  'the common Kafka client': ['functions/aws/publisher.ts', "import { p } from '../kafka/client/publisher.ts';"],
  'everything, at the top': ['cli/main.ts', "import '../local/a.ts';\nimport '../shared/routes.ts';"],
  'the package’s own description': ['cli/main.ts', "import json from '../package.json' with { type: 'json' };"],
};

const BAD: Readonly<Record<string, readonly [file: string, text: string, violation: string]>> = {
  'a higher layer': [
    'shared/schemas/a.ts',
    "\nimport { b } from '../routing/b.ts';",
    'shared/schemas/a.ts:2: imports shared/routing/b.ts, which is in a higher layer',
  ],
  'a higher layer for its types alone': [
    'shared/delivery/a.ts',
    "import type { H } from '../handlers/h.ts';",
    'shared/delivery/a.ts:1: imports shared/handlers/h.ts, which is in a higher layer',
  ],
  'the route table from a handler': [
    'shared/handlers/a.ts',
    "export { routes } from '../routes.ts';",
    'shared/handlers/a.ts:1: imports shared/routes.ts, which is in a higher layer',
  ],
  'an adapter when it runs': [
    'shared/delivery/a.ts',
    "async function f() {\n  return import('../../functions/gcp/index.ts');\n}",
    'shared/delivery/a.ts:2: imports functions/gcp/index.ts, which is in a higher layer',
  ],
  'a cloud’s package': [
    'shared/handlers/a.ts',
    "import type { S3Client } from '@aws-sdk/client-s3';",
    'shared/handlers/a.ts:1: imports @aws-sdk/client-s3: shared code knows no cloud',
  ],
  'Node in routing': [
    'shared/routing/a.ts',
    "import { readFileSync } from 'node:fs';",
    'shared/routing/a.ts:1: imports node:fs: this layer uses zod/mini and nothing else',
  ],
  'all of zod in schemas': [
    'shared/schemas/a.ts',
    "import * as z from 'zod';",
    'shared/schemas/a.ts:1: imports zod: this layer uses zod/mini and nothing else',
  ],
  'another adapter': [
    'functions/gcp/a.ts',
    "import {\n  b,\n  c,\n} from '../azure/b.ts';",
    "functions/gcp/a.ts:4: imports functions/azure/b.ts, which is another adapter's",
  ],
  'the Kafka adapter beside its client': [
    'functions/aws/a.ts',
    "import '../kafka/index.ts';",
    "functions/aws/a.ts:1: imports functions/kafka/index.ts, which is another adapter's",
  ],
  'what is in no layer': [
    'local/a.ts',
    "import { until } from '../test/until.ts';",
    'local/a.ts:1: imports test/until.ts, which is in no layer',
  ],
};

describe('the layering allows', () => {
  it.each(Object.entries(GOOD))('%s', (_what, [file, text]) => {
    expect(violationsOf(file, text)).toEqual([]);
  });
});

describe('the layering refuses', () => {
  it.each(Object.entries(BAD))('%s, and names the place', (_what, [file, text, violation]) => {
    expect(violationsOf(file, text)).toEqual([violation]);
  });

  it('a module that is in no layer itself', () => {
    expect(violationsOf('shared/helpers/a.ts', '')).toEqual(['shared/helpers/a.ts:1: is in no layer']);
  });

  it('each violation of each file, and counts what it has read', () => {
    const root = createTree({
      'shared/schemas/a.ts': "import 'node:fs';\nimport 'node:path';",
      'functions/gcp/b.mjs': "import '../aws/c.ts';",
      'functions/gcp/README.md': "import '../aws/c.ts';",
      'shared/routing/node_modules/x/index.js': "require('fs');",
    });
    const { checked, violations } = checkLayering(root);
    expect([checked, violations.length]).toEqual([2, 3]);
  });
});

describe('findImports', () => {
  it('finds every form, with its line', () => {
    const text = [
      "import a, { b } from 'one';",
      "import type { c } from 'two';",
      'export * from "three";',
      "import 'four';",
      "const five = await import('five');",
      "type Six = typeof import('six');",
      "const seven = require('seven');",
    ].join('\n');
    expect(findImports(text).map(({ specifier, line }) => [specifier, line])).toEqual([
      ['one', 1],
      ['two', 2],
      ['three', 3],
      ['four', 4],
      ['five', 5],
      ['six', 6],
      ['seven', 7],
    ]);
  });

  it('finds nothing in comments, in texts or in what only looks like it', () => {
    const text = [
      "// import { a } from 'one';",
      " * import('two')",
      "export const from = 'three';",
      "export function f() { return 'four'; }",
      "const text = `\n  import x from 'five';`;",
      'import(computed);',
      "important('six');",
    ].join('\n');
    expect(findImports(text)).toEqual([]);
  });
});
