import { join } from 'node:path';
import { messageOf } from '../../shared/delivery/port-error.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { InboxMail } from '../inbox/inbox-mail.ts';
import { type Inbox, startInbox } from '../inbox/start-inbox.ts';
import { createAgain, touch } from './again.ts';
import { CLOUDS, type CloudName, type CloudOptions, type LocalCloud } from './cloud.ts';
import { appendJournal } from './journal.ts';
import { type Line, logOf, parseLine } from './lines.ts';
import { type PaymentPlace, placePayments } from './payments.ts';
import { startSchedule } from './schedule.ts';
import { startCloud } from './start-cloud.ts';
import { openStores, type Stores } from './stores.ts';
import { watchUploads } from './upload-folder.ts';

/** Who is heard: a cloud's function, or the payment gateway. */
export type Speaker = CloudName | 'pay';

export type LaptopOptions = {
  /** All that the run writes goes below: one folder for each cloud, `payments` and `mail`. */
  readonly folder: string;
  readonly port: CloudOptions['port'];
  readonly onLine: (speaker: Speaker, line: Line) => void;
  readonly onMail: (mail: InboxMail) => void;
};

export type Laptop = {
  readonly folder: string;
  readonly clouds: readonly LocalCloud[];
  /** Undefined where SMTP_URL sends the mails elsewhere. */
  readonly inbox: Inbox | undefined;
  readonly payments: PaymentPlace;
  readonly storesOf: (cloud: CloudName) => Stores;
  readonly uploadsOf: (cloud: CloudName) => string;
  readonly blobRootOf: (cloud: CloudName) => string;
  readonly pending: () => number;
  /** Has every cloud run the present code, and sends what came in last once more, as something new. */
  readonly reload: () => Promise<void>;
  /** Resolves once the cloud's broker has the event. */
  readonly send: (cloud: CloudName, event: CloudEvent) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts the three clouds, each with a folder of uploads that raises the cloud's own event for every file that appears. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const { folder } = options;
  const { smtpUrl, inbox } = await placeMail(options);
  const payments = await placePayments({ ...options, onLine: (text) => options.onLine('pay', parseLine(text)) });
  const stores = { gcp: openStores(folder, 'gcp'), azure: openStores(folder, 'azure'), aws: openStores(folder, 'aws') };
  const hear = (cloud: CloudName, text: string) => {
    const line = parseLine(text);
    const log = logOf(line);
    if (log !== undefined) appendJournal(folder, { cloud, line: log });
    options.onLine(cloud, line);
  };
  const start = (name: CloudName) =>
    startCloud(
      name,
      {
        folder: join(folder, name),
        port: options.port,
        smtpUrl: as(smtpUrl, name),
        paymentsUrl: payments.urlOf(name),
        onLine: (text) => hear(name, text),
      },
      stores[name],
    );
  const [clouds] = await Promise.all([Promise.all(CLOUDS.map(start)), payments.ready]);
  const again = createAgain();
  const say = (cloud: CloudName, text: string) => options.onLine(cloud, { kind: 'other', text });
  const blobRootOf = (cloud: CloudName) => join(folder, cloud, 'blobs');
  const uploadsOf = (cloud: CloudName) => join(blobRootOf(cloud), 'uploads');
  const watch = (cloud: LocalCloud) =>
    watchUploads(uploadsOf(cloud.name), (file) => {
      const repeat = () => touch(join(uploadsOf(cloud.name), file.name));
      again
        .run(() => cloud.upload(file), repeat)
        .catch((error: unknown) => say(cloud.name, `${file.name} did not arrive: ${messageOf(error)}`));
    });
  const stops = [...(await Promise.all(clouds.map(watch))), startSchedule(clouds, say)];
  return {
    folder,
    clouds,
    inbox,
    payments,
    storesOf: (name) => stores[name],
    uploadsOf,
    blobRootOf,
    pending: () => clouds.reduce((sum, cloud) => sum + cloud.pending(), 0),
    reload: async () => {
      await restart(clouds);
      await again.repeat();
    },
    send: async (name, event) => {
      const cloud = clouds.find((one) => one.name === name);
      if (cloud === undefined) return;
      const repeat = () => cloud.send({ ...event, id: `${event.id}-${Date.now()}` });
      await again.run(() => cloud.send(event), repeat);
    },
    close: async () => {
      for (const stop of stops) stop();
      await Promise.all(clouds.map((cloud) => cloud.close()));
      await Promise.all([payments.close(), inbox?.close()]);
    },
  };
}

/** The inbox, or the mail server of SMTP_URL. */
async function placeMail({ folder, port, onMail }: LaptopOptions) {
  const smtpUrl = process.env.SMTP_URL;
  if (smtpUrl !== undefined) return { smtpUrl, inbox: undefined };
  const inbox = await startInbox({ port: await port(2525, 'the inbox'), folder: join(folder, 'mail'), onMail });
  return { smtpUrl: inbox.url, inbox };
}

async function restart(clouds: readonly LocalCloud[]): Promise<void> {
  const restarts = await Promise.allSettled(clouds.map((cloud) => cloud.restart()));
  const failure = restarts.find((one) => one.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

/** Each cloud logs in to the inbox under its own name, so that a mail tells where it came from. */
function as(url: string, cloud: CloudName): string {
  return process.env.SMTP_URL === undefined ? url.replace('smtp://', `smtp://${cloud}:local@`) : url;
}
