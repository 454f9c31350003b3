import { randomUUID } from 'node:crypto';
import type { Blobs, Mail, StateStore } from '../../routing/context.ts';
import { PortError } from '../port-error.ts';
import type { Clock, LogLine, Ports } from '../ports.ts';
import { createFilePublisher } from './file-publisher.ts';
import { createFolderBlobs } from './folder-blobs.ts';
import { createFolderLetters, letterToJson } from './folder-letters.ts';
import { createFolderMail, createSmtpMail } from './mail.ts';
import { createMemoryState } from './memory-state.ts';
import { createSqliteState } from './sqlite-state.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** What only a cloud can supply. Each is made when no folder stands in for it. */
export type CloudPorts = { readonly blobs: () => Blobs; readonly publish: () => Ports['publish'] };

/**
 * An adapter's ports from its environment. A folder variable puts a folder in the cloud's place: BLOB_ROOT, EVENTS_ROOT,
 * DEAD_LETTER_ROOT, MAIL_ROOT, STATE_ROOT. Throws, naming the variable, when one is missing that nothing can replace.
 */
export function portsFromEnv(env: Env, cloud: CloudPorts): Ports {
  const blobs = env.BLOB_ROOT === undefined ? cloud.blobs() : createFolderBlobs(env.BLOB_ROOT);
  return {
    blobs,
    mail: mailFromEnv(env),
    state: stateFromEnv(env),
    publish: env.EVENTS_ROOT === undefined ? cloud.publish() : createFilePublisher(env.EVENTS_ROOT),
    fileLetter: lettersFromEnv(env, blobs),
    log,
    clock,
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

const clock: Clock = {
  now: Date.now,
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

function log(line: LogLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function stateFromEnv(env: Env): StateStore {
  if (env.STATE_ROOT !== undefined) return createSqliteState(env.STATE_ROOT, clock.now);
  log({
    level: 'warn',
    message: 'STATE_ROOT is not set: state lives in this process alone, and another may run an event again',
  });
  return createMemoryState(clock.now);
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

function lettersFromEnv(env: Env, blobs: Blobs): Ports['fileLetter'] {
  if (env.DEAD_LETTER_ROOT !== undefined) return createFolderLetters(env.DEAD_LETTER_ROOT);
  const bucket = need(env, 'DEAD_LETTERS_BUCKET', 'the bucket for dead letters, or DEAD_LETTER_ROOT with a folder');
  return async (letter) => {
    const at = { bucket, name: `${letter.id}.json` };
    // A letter that is already there is the same one: filing twice is filing once.
    await blobs.write({
      ...at,
      bytes: Buffer.from(letterToJson(letter)),
      contentType: 'application/json',
      metadata: {},
      over: null,
    });
  };
}
