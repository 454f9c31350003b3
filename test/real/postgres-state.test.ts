import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createState } from '../../functions/kafka/state.ts';
import { describeStateStore } from '../contract/state-store.ts';
import { startFaultProxy } from '../fault-proxy.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';
import { findPostgres, type Postgres, query, startPostgres } from './postgres.ts';

const found = findPostgres();

let postgres: Postgres | undefined;
beforeAll(async () => {
  if (!('missing' in found)) postgres = await startPostgres(found);
}, 60_000);
afterAll(() => postgres?.close());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function running(): Postgres {
  if (postgres === undefined) throw new Error('PostgreSQL is not running');
  return postgres;
}

/** An empty schema, reached through a way that can be spoilt. */
async function createHome() {
  const way = await startFaultProxy(running().port);
  closing.push(way.close);
  const [direct, STATE_URL] = await addresses(way.port);
  const tear = () => query(direct, 'UPDATE waybill_state SET value = left(value, 3)');
  return { open: (now: () => number) => createState({ STATE_URL }, now), fault: way.set, tear, direct };
}

async function addresses(port: number): Promise<readonly [direct: string, through: string]> {
  const direct = await running().createSchema();
  return [direct, direct.replace(`:${running().port}/`, `:${port}/`)];
}

const expiresAt = Number.MAX_SAFE_INTEGER;

describeIf(!('missing' in found), 'missing' in found ? found.missing : '')('PostgreSQL', () => {
  describeStateStore('state in PostgreSQL', createHome, { faults: true, tears: true, runs: 15 });

  it('makes its table once, however many processes find none', async () => {
    const { open } = await createHome();
    const stores = Array.from({ length: 8 }, () => open(Date.now));
    const put = (store: ReturnType<typeof open>, n: number) =>
      store.put('c', `k${n}`, { value: n, if: 'absent', expiresAt });
    expect((await Promise.all(stores.map(put))).filter((version) => version === undefined)).toEqual([]);
    expect(await stores[0]?.list('c', { limit: 10 })).toHaveLength(8);
  });

  it('takes each of many writes of one moment by its own condition', async () => {
    const { open } = await createHome();
    const [one, other] = [open(Date.now), open(Date.now)];
    const put = (store: typeof one, n: number) => store.put('c', `k${n % 100}`, { value: n, if: 'absent', expiresAt });
    const writes = await Promise.all(Array.from({ length: 600 }, (_, n) => put(n % 2 === 0 ? one : other, n)));
    expect(writes.filter((version) => version !== undefined)).toHaveLength(100);
    const found = await one.list('c', { limit: 200 });
    const replaced = await Promise.all(
      [...found, ...found].map(({ key, version }, n) =>
        (n % 3 === 0 ? one : other).put('c', key, { value: 'new', if: { version }, expiresAt }),
      ),
    );
    expect(replaced.filter((version) => version !== undefined)).toHaveLength(100);
  });

  it('keeps what was put over a crash of the server, and a store goes on when it is back', async () => {
    const { open } = await createHome();
    const store = open(Date.now);
    const version = await store.put('c', 'k', { value: 1, if: 'absent', expiresAt });
    await running().restart();
    const back = await until('the server to be back', () => store.get('c', 'k').catch(() => undefined));
    expect(back).toEqual({ value: 1, version });
  }, 60_000);

  it('clears away what is past its time, along with the writes', async () => {
    const { open, direct } = await createHome();
    const time = { now: 1_000 };
    const store = open(() => time.now);
    const put = (key: string) => store.put('c', key, { value: 1, if: 'absent', expiresAt: time.now + 1_000 });
    for (let n = 0; n < 40; n += 1) await put(`old ${n}`);
    time.now = 5_000;
    for (let n = 0; n < 40; n += 1) await put(`new ${n}`);
    expect(await query(direct, 'SELECT count(*)::int AS rows FROM waybill_state')).toEqual([{ rows: 40 }]);
  });

  it('needs no right to make a table that is there', async () => {
    const { open, direct } = await createHome();
    await open(Date.now).put('c', 'k', { value: 1, if: 'absent', expiresAt });
    const [{ schema } = {}] = await query(direct, 'SELECT current_schema() AS schema');
    await query(direct, `CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA ${schema} TO clerk`);
    await query(direct, 'GRANT SELECT, INSERT, UPDATE, DELETE ON waybill_state TO clerk');
    const store = createState({ STATE_URL: direct.replace('//waybill', '//clerk') }, Date.now);
    expect(await store.get('c', 'k')).toMatchObject({ value: 1 });
  });

  it('says what is wrong without the password, and is unavailable', async () => {
    const url = await running().createSchema();
    const wrong = createState({ STATE_URL: url.replace('/postgres?', '/nowhere?') }, Date.now);
    const error: unknown = await wrong.get('c', 'k').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'PortError', kind: 'unavailable', message: /"nowhere" does not exist/ });
    expect(String(error)).not.toContain('secret-of-the-test');
  });
});
