import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject } from '../../../shared/schemas/json.ts';
import { moduleClosure } from './module-closure.ts';

export const ROOT = join(import.meta.dirname, '../../..');
export const FOLDER = join(ROOT, 'deploy/kafka');
/** What the image runs. */
export const ENTRY = 'functions/kafka/index.ts';

export type Node = Readonly<Record<string, unknown>>;

export function readDeployed(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}

/** A YAML file's one document. */
export function readYaml(file: string): Node {
  const found: unknown = parse(readDeployed(file), { version: '1.1' });
  if (isObject(found)) return found;
  throw new Error(`${file} is no mapping`);
}

/** What lies at a path of names and numbers, such as `spec.template.spec.containers.0`. Throws when nothing does. */
export function at(node: unknown, path: string): unknown {
  let found = node;
  for (const step of path.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
    if (found === undefined) throw new Error(`There is no ${path}: ${step} is missing`);
  }
  return found;
}

/** Whether the worker's own code names a variable: by itself, or as the setting of Kafka that it is mechanically made of. */
export function createIsRead(): (variable: string) => boolean {
  const texts = moduleClosure(ROOT, ENTRY).files.map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const text = texts.join('\n');
  return (variable) =>
    new RegExp(`\\b${variable}\\b`).test(text) ||
    (variable.startsWith('KAFKA_') && text.includes(`'${variable.slice(6).toLowerCase().replaceAll('_', '.')}'`));
}

/** `25s` or `2m` in seconds. */
export function seconds(duration: unknown): number {
  const [, amount = '', unit = ''] = /^(\d+)(s|m)$/.exec(String(duration)) ?? [];
  return Number(amount) * (unit === 'm' ? 60 : 1);
}

/** docs/kafka.md. */
export function readPage(): string {
  return readFileSync(join(ROOT, 'docs/kafka.md'), 'utf8');
}
