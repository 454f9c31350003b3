/** Imports a bundle in this fresh process and prints what that took: node import-once.mjs ENTRY [RUNTIME PACKAGE] */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const start = performance.now();
const [entry, runtime] = process.argv.slice(2);
// The cloud has loaded its own package before it loads the function.
if (runtime !== undefined) await import(pathToFileURL(createRequire(entry).resolve(runtime)).href);
const before = performance.now();
await import(pathToFileURL(entry).href);
process.stdout.write(JSON.stringify({ start, ms: performance.now() - before }));
process.exit();
