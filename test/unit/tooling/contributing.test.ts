import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDERS = ['', 'functions/gcp', 'functions/kafka/client'];
const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

/** What is written as code and looks like a path; a name in capitals stands for another. */
const named = [...page.matchAll(/`([\w./-]+)`/g)]
  .map(([, path = '']) => path.replace(/\/$/, ''))
  .filter((path) => /\/|\w\.\w+$/.test(path) && !/\bNAME\b/.test(path) && !path.startsWith('dist'));

it('CONTRIBUTING.md names files that are there', () => {
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !FOLDERS.some((folder) => existsSync(join(ROOT, folder, path))))).toEqual([]);
});
