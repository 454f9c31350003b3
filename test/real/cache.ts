import { join } from 'node:path';

/** Where what a test has fetched or built stays for the next run. */
export const CACHE = join(import.meta.dirname, '../../node_modules/.cache/waybill');
