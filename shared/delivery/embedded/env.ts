import { randomUUID } from 'node:crypto';
import type { Blobs, Mail, Payments, StateStore } from '../../routing/context.ts';
import { once } from '../once.ts';
import { PortError, toPortError } from '../port-error.ts';
import type { Bodies, LogLine, Ports } from '../ports.ts';
import { createBlobBodies, createFolderBodies } from './bodies.ts';
import { createFilePublisher } from './file-publisher.ts';
import { createFolderBlobs } from './folder-blobs.ts';
import { createFolderMail, createSmtpMail } from './mail.ts';
import { createHttpPayments } from './payments.ts';
import { createSqliteState } from './sqlite-state.ts';
import { systemClock } from './system-clock.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** What only a cloud can supply. Each is made when no folder stands in for it. */
export type CloudPorts = {
  readonly blobs: () => Blobs;
  readonly publish: () => Ports['publish'];
  /** `now` is our clock, which alone says what has expired. */
  readonly state: (now: () => number) => StateStore;
  /** Absent where letters are nowhere but in state and bodies. */
  readonly copyLetter?: () => Ports['copyLetter'];
  /** A text from the cloud's secret store, by its name there; absent where the platform itself puts secrets into the environment. */
  readonly secret?: (name: string) => Promise<string>;
};

/**
 * An adapter's ports from its environment. A folder variable puts a folder in the cloud's place: BLOB_ROOT, EVENTS_ROOT,
 * DEAD_LETTER_ROOT, MAIL_ROOT, STATE_ROOT. Throws, naming the variable, when one is missing that nothing can replace;
 * one that is empty is not set.
 */
export function portsFromEnv(given: Env, cloud: CloudPorts): Ports {
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const blobs = env.BLOB_ROOT === undefined ? cloud.blobs() : createFolderBlobs(env.BLOB_ROOT);
  return {
    blobs,
    mail: mailFromEnv(env, cloud),
    payments: paymentsFromEnv(env, cloud),
    state:
      env.STATE_ROOT === undefined ? cloud.state(systemClock.now) : createSqliteState(env.STATE_ROOT, systemClock.now),
    bodies: bodiesFromEnv(env, blobs),
    copyLetter: cloud.copyLetter?.(),
    publish: env.EVENTS_ROOT === undefined ? cloud.publish() : createFilePublisher(env.EVENTS_ROOT),
    log,
    clock: systemClock,
    random: Math.random,
    newOwner: randomUUID,
  };
}

/** The value of a variable that must be set. */
export function need(env: Env, name: string, what: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: expected ${what}`);
  return value;
}

/** Its time comes first, and is the router's whatever a handler logs: not everything that keeps a line says when it was written. */
function log(line: LogLine): void {
  const time = { time: new Date().toISOString() };
  process.stdout.write(`${JSON.stringify({ ...time, ...line, ...time })}\n`);
}

function mailFromEnv(env: Env, cloud: CloudPorts): Mail {
  const from = env.MAIL_FROM ?? 'Waybill <orders@waybill.example>';
  if (env.MAIL_ROOT !== undefined) return createFolderMail(env.MAIL_ROOT, from);
  const url = urlFrom(env, cloud, 'SMTP_URL');
  if (url !== undefined) return createSmtpMail(url, from);
  // A router that only resizes needs no mail server: what does need one waits for it, and spends no attempt.
  const message = 'SMTP_URL is not set: expected smtp://host:port';
  return { send: () => Promise.reject(new PortError('unavailable', 'mail', { message })) };
}

/** Like mail: who charges nobody needs no gateway. */
function paymentsFromEnv(env: Env, cloud: CloudPorts): Payments {
  if (env.PAYMENTS_URL !== undefined) return createHttpPayments(env.PAYMENTS_URL);
  const url = urlFrom(env, cloud, 'PAYMENTS_URL');
  if (url !== undefined) return secretPayments(url);
  const message = 'PAYMENTS_URL is not set: expected the payment gateway, such as https://payments.example';
  const refuse = () => Promise.reject(new PortError('unavailable', 'payments', { message }));
  return { charge: refuse, refund: refuse };
}

/** A secret is read with the first charge; what is wrong with it may be put right, so that the event waits. */
function secretPayments(url: () => Promise<string>): Payments {
  const open = once(async () => createHttpPayments(await url()));
  const opened = () => open().catch((cause: unknown) => Promise.reject(toPortError('payments', cause)));
  return {
    charge: async (charge) => (await opened()).charge(charge),
    refund: async (reference) => (await opened()).refund(reference),
  };
}

/** A variable, or the secret that the variable of the same name with _SECRET names in the cloud's store. */
function urlFrom(env: Env, { secret }: CloudPorts, name: string): (() => Promise<string>) | undefined {
  const [value, id] = [env[name], env[`${name}_SECRET`]];
  if (value !== undefined) return async () => value;
  if (id === undefined) return undefined;
  if (secret === undefined) throw new Error(`${name}_SECRET is set, and no secrets are read here: expected ${name}`);
  return () => secret(id);
}

function bodiesFromEnv(env: Env, blobs: Blobs): Bodies {
  if (env.DEAD_LETTER_ROOT !== undefined) return createFolderBodies(env.DEAD_LETTER_ROOT);
  const bucket = need(env, 'DEAD_LETTERS_BUCKET', 'the bucket for dead letters, or DEAD_LETTER_ROOT with a folder');
  return createBlobBodies(blobs, bucket);
}
