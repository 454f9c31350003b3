import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { runs, withSeed } from '../../runs.ts';

const UNIT = join(import.meta.dirname, '..');

it('what is tried less often here is tried as often as it says by test/deep', () => {
  const files = readdirSync(UNIT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const fewer = files.filter((file) => /numRuns: runs\(/.test(readFileSync(join(UNIT, file), 'utf8')));
  const deep = readFileSync(join(UNIT, '../deep/properties.test.ts'), 'utf8');
  const imported = [...deep.matchAll(/^import '\.\.\/unit\/(\S+)';$/gm)].map(([, file]) => file);
  expect(imported.toSorted()).toEqual(fewer.toSorted());
  expect(runs(1_001)).toBe(251);
});

it('a count that fails behind a property names the seed', () => {
  expect(() => withSeed(() => expect(2).toBeGreaterThan(3))).toThrow(/^With seed -?\d+: .*toBeGreaterThan/s);
});
