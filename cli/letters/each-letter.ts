import { messageOf } from '../../shared/delivery/port-error.ts';
import { fail, type Result } from '../../shared/schemas/result.ts';
import { showProgress } from '../progress.ts';
import type { Found } from './find-letters.ts';

/** One letter, and what became of it. */
export type Worked<T> = { readonly found: Found; readonly result: Result<T> };

/** So many at once: enough to hide a store's distance, few enough for any store. */
const AT_ONCE = 8;

/** Works on every letter, several at once, and shows how far it is. What throws is a failure of that one letter. Keeps the order. */
export async function eachLetter<T>(
  found: readonly Found[],
  work: (letter: Found) => Promise<Result<T>>,
): Promise<readonly Worked<T>[]> {
  const progress = showProgress('letters', found.length);
  const worked = new Map<number, Worked<T>>();
  const queue = [...found.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, letter] = next;
      const result = await work(letter).catch((thrown: unknown) =>
        fail({ code: 'failed', message: messageOf(thrown) }),
      );
      worked.set(index, { found: letter, result });
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  progress.end();
  return [...worked].sort(([a], [b]) => a - b).map(([, one]) => one);
}
