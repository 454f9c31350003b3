import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { createGroupCommit } from '../../../shared/delivery/embedded/group-commit.ts';

const unavailable = { name: 'PortError', kind: 'unavailable', port: 'state' };

function setUp() {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
  const groups: number[] = [];
  const inGroup = createGroupCommit(database, (writes) => groups.push(writes));
  const insert = database.prepare('INSERT INTO t VALUES (?)');
  const count = () => database.prepare('SELECT count(*) AS n FROM t').get()?.n;
  return { database, groups, inGroup, add: (n: number) => inGroup(() => insert.run(n).changes), count };
}

it('makes one transaction of the writes of one turn, and answers after its commit', async () => {
  const { database, groups, inGroup, add } = setUp();
  const open = inGroup(() => database.isTransaction);
  const answered = open.then((wasOpen) => [wasOpen, database.isTransaction]);
  expect(await Promise.all([add(1), add(2), answered])).toEqual([1, 1, [true, false]]);
  await add(3);
  expect(groups).toEqual([3, 1]);
});

it('undoes a write that fails alone', async () => {
  const { add, count } = setUp();
  const [first, again, other] = await Promise.allSettled([add(1), add(1), add(2)]);
  expect([first.status, again.status, other.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(add(1)).rejects.toMatchObject(unavailable);
  expect(count()).toBe(2);
});

it('answers no write of a transaction that is undone as a whole', async () => {
  const { database, inGroup, add, count } = setUp();
  const fatal = inGroup(() => {
    database.exec('ROLLBACK');
    throw new Error('the disk is full');
  });
  for (const { status } of await Promise.allSettled([add(1), fatal, add(2)])) expect(status).toBe('rejected');
  expect(count()).toBe(0);
  expect(await add(3)).toBe(1);
});
