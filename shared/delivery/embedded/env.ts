import { randomUUID } from 'node:crypto';
import type { Blobs, Mail, Payments, StateStore } from '../../routing/context.ts';
import { PortError } from '../port-error.ts';
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
};

/**
 * An adapter's ports from its environment. A folder variable puts a folder in the cloud's place: BLOB_ROOT, EVENTS_ROOT,
 * DEAD_LETTER_ROOT, MAIL_ROOT, STATE_ROOT. Throws, naming the variable, when one is missing that nothing can replace.
 */
export function portsFromEnv(env: Env, cloud: CloudPorts): Ports {
  const blobs = env.BLOB_ROOT === undefined ? cloud.blobs() : createFolderBlobs(env.BLOB_ROOT);
  return {
    blobs,
    mail: mailFromEnv(env),
    payments: paymentsFromEnv(env),
    state:
      env.STATE_ROOT === undefined ? cloud.state(systemClock.now) : createSqliteState(env.STATE_ROOT, systemClock.now),
    bodies: bodiesFromEnv(env, blobs),
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

function log(line: LogLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function mailFromEnv(env: Env): Mail {
  const from = env.MAIL_FROM ?? 'Waybill <orders@waybill.example>';
  if (env.MAIL_ROOT !== undefined) return createFolderMail(env.MAIL_ROOT, from);
  if (env.SMTP_URL !== undefined) return createSmtpMail(env.SMTP_URL, from);
  // A router that only resizes needs no mail server: what does need one waits for it, and spends no attempt.
  return {
    send: () =>
      Promise.reject(
        new PortError('unavailable', 'mail', { message: 'SMTP_URL is not set: expected smtp://host:port' }),
      ),
  };
}

/** Like mail: who charges nobody needs no gateway. */
function paymentsFromEnv(env: Env): Payments {
  if (env.PAYMENTS_URL !== undefined) return createHttpPayments(env.PAYMENTS_URL);
  const message = 'PAYMENTS_URL is not set: expected the payment gateway, such as https://payments.example';
  const refuse = () => Promise.reject(new PortError('unavailable', 'payments', { message }));
  return { charge: refuse, refund: refuse };
}

function bodiesFromEnv(env: Env, blobs: Blobs): Bodies {
  if (env.DEAD_LETTER_ROOT !== undefined) return createFolderBodies(env.DEAD_LETTER_ROOT);
  const bucket = need(env, 'DEAD_LETTERS_BUCKET', 'the bucket for dead letters, or DEAD_LETTER_ROOT with a folder');
  return createBlobBodies(blobs, bucket);
}
