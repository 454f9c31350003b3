import { describe, it } from '@jest/globals';

/** `it` where the condition holds; elsewhere a skip under a name that ends in `[skipped: REASON]`, which the run lists at its end. */
export function itIf(condition: boolean, reason: string) {
  return (name: string, test: () => Promise<void> | void, timeoutMs?: number): void => {
    if (condition) it(name, test, timeoutMs);
    else it.skip(toSkipped(name, reason), test);
  };
}

/** The same for all the tests of a `describe`. What they need must be asked for inside of them or of their hooks. */
export function describeIf(condition: boolean, reason: string) {
  return (name: string, tests: () => void): void => {
    if (condition) describe(name, tests);
    else describe.skip(toSkipped(name, reason), tests);
  };
}

function toSkipped(name: string, reason: string): string {
  return `${name} [skipped: ${reason}]`;
}
