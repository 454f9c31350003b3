import { isAbsolute, relative } from 'node:path';
import { propertiesOf } from '../../local/broker/dev-properties.ts';
import { foldersOf } from '../../local/laptop/cloud.ts';
import { ROOT } from '../routes/load-table.ts';
import type { Running } from './dev-folders.ts';

/** What leads a client of ours to a Kafka for development, wherever it is started: as the admin, or as the router. */
export function clientEnv({ secure, brokers, folder }: Running, user: 'admin' | 'waybill'): Record<string, string> {
  return secure ? { KAFKA_PROPERTIES: propertiesOf(folder, user) } : { KAFKA_BROKERS: brokers };
}

/** Where the sandbox gateway of local/payments is expected. */
export const PAYMENTS_PORT = 8088;

/** The whole environment of a worker, with folders beside that Kafka for state, blobs, letters and mails. */
export function workerEnv(running: Running, topic: string): Record<string, string> {
  const folder = `${running.folder}/worker`;
  return {
    ...clientEnv(running, 'waybill'),
    KAFKA_TOPIC: topic,
    ...foldersOf(folder),
    MAIL_ROOT: `${folder}/mail`,
    PAYMENTS_URL: `http://127.0.0.1:${PAYMENTS_PORT}/kafka`,
    THUMBNAILS_BUCKET: 'thumbnails',
  };
}

/** For a person: as seen from the checkout, where its commands are run; absolute for what lies elsewhere. */
export function inRoot(path: string): string {
  const below = relative(ROOT, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}
