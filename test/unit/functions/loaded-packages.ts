/** node loaded-packages.ts ENTRY: imports the entry and prints, as JSON, the names of the packages that this loaded. */
import { registerHooks } from 'node:module';

const packages = new Set<string>();

registerHooks({
  load: (url, context, next) => {
    // The last one of nested ones: …/node_modules/a/node_modules/@b/c/index.js is @b/c.
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return next(url, context);
  },
});

const [entry = ''] = process.argv.slice(2);
await import(entry);
process.stdout.write(JSON.stringify([...packages].sort()));
process.exit();
