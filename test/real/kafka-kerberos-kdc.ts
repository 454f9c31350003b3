import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../../local/broker/free-ports.ts';
import { startChild } from '../start-child.ts';
import { withSbin } from './kafka-kerberos-install.ts';

export type Kdc = {
  readonly folder: string;
  /** krb5.conf, for clients and the broker. */
  readonly config: string;
  /** Makes a principal with a random key; gives the path of a keytab with it. */
  readonly addPrincipal: (name: string) => Promise<string>;
  /** A file with a ticket got with a keytab, as kinit leaves it. */
  readonly ticket: (name: string, keytab: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

export const REALM = 'WAYBILL.TEST';

/** A key distribution centre of its own on a free port, with an empty realm in a temporary folder. */
export async function startKdc(): Promise<Kdc> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-kerberos-'));
  const [port = 0, admin = 0] = await freePorts(2);
  const [config, profile] = [join(folder, 'krb5.conf'), join(folder, 'kdc.conf')];
  await writeFile(config, toConfig(port, admin));
  await writeFile(profile, toProfile(folder, port));
  const env = { ...withSbin(), KRB5_CONFIG: config, KRB5_KDC_PROFILE: profile };
  const run = (command: string, ...args: string[]) => promisify(execFile)(command, args, { env });
  await run('kdb5_util', 'create', '-s', '-r', REALM, '-P', 'master');
  const kdc = await startChild(['krb5kdc', '-n'], /starting\.\.\./, { env });
  return {
    folder,
    config,
    addPrincipal: async (name) => {
      const keytab = join(folder, `${name.replace('/', '-')}.keytab`);
      await run('kadmin.local', '-r', REALM, '-q', `addprinc -randkey ${name}`);
      await run('kadmin.local', '-r', REALM, '-q', `ktadd -k ${keytab} ${name}`);
      return keytab;
    },
    ticket: async (name, keytab) => {
      const cache = join(folder, `${name}.cc`);
      await run('kinit', '-c', cache, '-kt', keytab, `${name}@${REALM}`);
      return `FILE:${cache}`;
    },
    close: async () => {
      await kdc.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toConfig(port: number, admin: number): string {
  return `[libdefaults]
  default_realm = ${REALM}
  dns_lookup_realm = false
  dns_lookup_kdc = false
  dns_canonicalize_hostname = false
  rdns = false
  udp_preference_limit = 1
[realms]
  ${REALM} = {
    kdc = 127.0.0.1:${port}
    admin_server = 127.0.0.1:${admin}
  }
[domain_realm]
  localhost = ${REALM}
`;
}

function toProfile(folder: string, port: number): string {
  return `[kdcdefaults]
  kdc_listen = 127.0.0.1:${port}
  kdc_tcp_listen = 127.0.0.1:${port}
[realms]
  ${REALM} = {
    database_name = ${folder}/principal
    key_stash_file = ${folder}/stash
    acl_file = ${folder}/kadm5.acl
    supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
  }
[logging]
  kdc = STDERR
  admin_server = FILE:${folder}/admin.log
`;
}
