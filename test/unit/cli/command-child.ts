/**
 * Runs `waybill` commands that come over IPC, one after the other, each as cli/main.ts runs it: what loads is loaded once. A command
 * comes as its arguments and its environment, and goes as what a process of its own would have ended with and written.
 */
type Command = { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv };

let written = { stdout: '', stderr: '' };
let count = 0;

for (const name of ['stdout', 'stderr'] as const) {
  const write = (chunk: string, then?: () => void) => {
    written[name] += chunk;
    then?.();
    return true;
  };
  Object.assign(process[name], { write });
  // Each command listens for the end of its reader.
  process[name].setMaxListeners(0);
}

/** The last thing that a command does. */
const exit = () => {
  process.send?.({ code: process.exitCode ?? 0, ...written });
  process.exitCode = undefined;
  written = { stdout: '', stderr: '' };
};
Object.assign(process, { exit });

process.on('message', async ({ args, env }: Command) => {
  process.argv.splice(2, process.argv.length, ...args);
  process.env = env;
  count += 1;
  await import(`../../../cli/main.ts?${count}`);
});
