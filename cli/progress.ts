/** Tells on stderr how far a long run is: one line rewritten on a terminal, a line every ten seconds elsewhere. */
export function showProgress(what: string, total?: number) {
  const { stderr } = process;
  const tty = stderr.isTTY === true;
  let count = 0;
  const line = () =>
    total === undefined ? `  ${count} ${what}` : `  ${bar(count, total)} ${count} of ${total} ${what}`;
  const timer = setInterval(() => stderr.write(tty ? `\r\x1b[K${line()}` : `${line()}\n`), tty ? 200 : 10_000);
  // Nobody is to wait for it.
  timer.unref();
  return {
    step: (by = 1) => {
      count += by;
    },
    end: () => {
      clearInterval(timer);
      if (tty) stderr.write('\r\x1b[K');
    },
  };
}

const WIDTH = 24;

function bar(count: number, total: number): string {
  const full = Math.round((count / Math.max(1, total)) * WIDTH);
  return `[${'='.repeat(full)}${' '.repeat(WIDTH - full)}]`;
}
