import { logTailSize } from './limits.ts';

export type LogTail = {
  readonly add: (line: string) => void;
  /** The last 4 KB of what was added. */
  readonly text: () => string;
};

/** Keeps the end of one invocation's log, whatever its length. */
export function createLogTail(): LogTail {
  let tail = Buffer.alloc(0);
  const add = (line: string) => {
    tail = Buffer.concat([tail, Buffer.from(`${line}\n`)]).subarray(-logTailSize);
  };
  return { add, text: () => tail.toString('utf8') };
}
