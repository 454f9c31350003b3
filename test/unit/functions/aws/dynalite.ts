import { createRequire } from 'node:module';
import { startChild } from '../../../start-child.ts';

const require = createRequire(import.meta.url);

/** Dynalite, a DynamoDB in memory, on a free port, in a process of its own. */
export async function startDynalite() {
  const server = `require(${JSON.stringify(require.resolve('dynalite'))})({ createTableMs: 0 })`;
  const start = `const server = ${server}; server.listen(0, '127.0.0.1', () => console.log('port', server.address().port))`;
  const { match, close } = await startChild([process.execPath, '-e', start], /port (\d+)/);
  return { port: Number(match[1]), close };
}
