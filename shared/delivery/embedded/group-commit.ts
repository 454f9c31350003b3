import type { DatabaseSync } from 'node:sqlite';
import { toPortError } from '../port-error.ts';

type Work = { readonly run: () => void; readonly commit: () => void; readonly fail: (error: unknown) => void };

/**
 * Makes one transaction of the writes that come in one turn of the event loop: they share one sync to disk, and none is answered before
 * it. A write that fails by itself is undone alone. `tidy` runs with each transaction, and is told of how many writes it is.
 */
export function createGroupCommit(database: DatabaseSync, tidy: (writes: number) => void) {
  let group: Work[] = [];
  return <T>(write: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      if (group.length === 0)
        setImmediate(() => {
          const works = group;
          group = [];
          commit(database, works, tidy);
        });
      let answer = () => {};
      const run = () => {
        const result = write();
        answer = () => resolve(result);
      };
      const fail = (error: unknown) => reject(toPortError('state', error));
      group.push({ run, commit: () => answer(), fail });
    });
}

function commit(database: DatabaseSync, works: readonly Work[], tidy: (writes: number) => void): void {
  const done: Work[] = [];
  try {
    database.exec('BEGIN IMMEDIATE');
    for (const work of works) if (isDone(database, work)) done.push(work);
    tidy(works.length);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    for (const work of works) work.fail(error);
    return;
  }
  for (const work of done) work.commit();
}

/** SQLite undoes a statement that fails; what makes it undo the whole transaction (a full disk, say) fails all of the group. */
function isDone(database: DatabaseSync, work: Work): boolean {
  try {
    work.run();
    return true;
  } catch (error) {
    if (!database.isTransaction) throw error;
    work.fail(error);
    return false;
  }
}
