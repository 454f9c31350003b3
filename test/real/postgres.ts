import { execFile, spawnSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

export type Postgres = {
  readonly port: number;
  /** The address of an empty schema, another for each call: a database would be a thousand files, which a crash makes the server look through. */
  readonly createSchema: () => Promise<string>;
  /** Ends the server as a crash does, and starts it again on the same port and data. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type Bin = { readonly folder: string; readonly user: Owner | undefined };
type Owner = { readonly uid: number; readonly gid: number };

/** Where PostgreSQL's own programs are: beside `initdb`, on the PATH or where Debian puts them. `missing` says what to do. */
export function findPostgres(): Bin | { readonly missing: string } {
  const [newest] = lines('sh', '-c', 'ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV');
  const [initdb = newest === undefined ? undefined : `${newest}/initdb`] = lines('sh', '-c', 'command -v initdb');
  if (initdb === undefined) return { missing: 'no initdb on the PATH: apt-get install postgresql' };
  const folder = lines('readlink', '-f', initdb)[0]?.replace(/\/initdb$/, '') ?? '';
  const user = process.getuid?.() === 0 ? ownerOf('postgres') : undefined;
  if (process.getuid?.() === 0 && user === undefined)
    return { missing: 'PostgreSQL does not run as root, and there is no user postgres: adduser --system postgres' };
  return { folder, user };
}

function lines(command: string, ...args: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return (stdout ?? '').split('\n').filter((line) => line !== '');
}

function ownerOf(name: string): Owner | undefined {
  const [, , uid, gid] = lines('getent', 'passwd', name)[0]?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

const PASSWORD = 'secret-of-the-test';

/** A server with data of its own, on a free port of the loopback address. */
export async function startPostgres({ folder, user }: Bin): Promise<Postgres> {
  const home = await mkdtemp(join(tmpdir(), 'waybill-postgres-'));
  if (user !== undefined) await chown(home, user.uid, user.gid);
  const run = (program: string, ...args: readonly string[]) =>
    promisify(execFile)(join(folder, program), args, {
      cwd: home,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      ...user,
    });
  const data = join(home, 'data');
  await run('initdb', '-D', data, '-U', 'waybill', '--auth=trust', '--no-sync', '--encoding=UTF8');
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${home}`;
  // What it writes goes to a file: it would hold a pipe open for as long as it runs.
  const start = () => run('pg_ctl', '-D', data, '-w', '-l', join(home, 'log'), '-o', options, 'start');
  const stop = (mode: string) => run('pg_ctl', '-D', data, '-w', '-m', mode, 'stop');
  await start();
  const url = `postgres://waybill:${PASSWORD}@127.0.0.1:${port}/postgres`;
  let schemas = 0;
  return {
    port,
    createSchema: async () => {
      schemas += 1;
      await query(url, `CREATE SCHEMA state${schemas}`);
      return `${url}?options=-c%20search_path%3Dstate${schemas}`;
    },
    restart: async () => {
      await stop('immediate');
      await start();
    },
    close: async () => {
      await stop('immediate');
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The rows that a statement gives, over a connection of its own. */
export async function query(url: string, text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(text).finally(() => client.end());
  return rows;
}

/** One that was free a moment ago: PostgreSQL takes no 0. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
