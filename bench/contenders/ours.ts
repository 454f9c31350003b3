import { join } from 'node:path';
import type { Contender } from './contender.ts';
import { runInNode } from './node.ts';

const engines = join(import.meta.dirname, '../engines');

export const waybill: Contender = {
  name: 'waybill',
  version: 'this tree',
  prepare: async () => runInNode(join(engines, 'waybill.ts')),
  warmUp: 500,
};

/** The yardstick: no matcher at all. */
export const jsonParse: Contender = {
  name: 'JSON.parse',
  version: `Node ${process.versions.node}`,
  prepare: async () => runInNode(join(engines, 'json-parse.ts')),
  isYardstick: true,
  warmUp: 300,
};
