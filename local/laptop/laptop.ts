import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { messageOf } from '../../shared/delivery/port-error.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { InboxMail } from '../inbox/inbox-mail.ts';
import { type Inbox, startInbox } from '../inbox/start-inbox.ts';
import { startAws } from './aws.ts';
import { startAzure } from './azure.ts';
import { CLOUDS, type CloudName, type CloudOptions, type LocalCloud } from './cloud.ts';
import { startGcp } from './gcp.ts';
import { parseLine } from './lines.ts';
import { watchUploads } from './upload-folder.ts';

export type LaptopOptions = {
  /** All that the run writes goes below: one folder for each cloud, and `mail`. */
  readonly folder: string;
  readonly port: CloudOptions['port'];
  readonly onDelivery: (line: DeliveryLine) => void;
  readonly onMail: (mail: InboxMail) => void;
  readonly onOther: (cloud: CloudName, text: string) => void;
};

export type Laptop = {
  readonly clouds: readonly LocalCloud[];
  /** Undefined where SMTP_URL sends the mails elsewhere. */
  readonly inbox: Inbox | undefined;
  readonly mails: () => readonly InboxMail[];
  readonly uploadsOf: (cloud: CloudName) => string;
  readonly blobRootOf: (cloud: CloudName) => string;
  readonly pending: () => number;
  /** Has every cloud run the present code, and sends what came in last once more, as something new. */
  readonly reload: () => Promise<void>;
  readonly send: (cloud: CloudName, event: CloudEvent) => Promise<void>;
  readonly close: () => Promise<void>;
};

const START = { gcp: startGcp, azure: startAzure, aws: startAws } satisfies Record<
  CloudName,
  (options: CloudOptions) => Promise<LocalCloud>
>;

/** Starts the three clouds, each with a folder of uploads that raises the cloud's own event for every file that appears. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const { folder } = options;
  const smtp = process.env.SMTP_URL;
  const inbox =
    smtp === undefined
      ? await startInbox({
          port: await options.port(2525, 'the inbox'),
          folder: join(folder, 'mail'),
          onMail: options.onMail,
        })
      : undefined;
  const blobRootOf = (cloud: CloudName) => join(folder, cloud, 'blobs');
  const uploadsOf = (cloud: CloudName) => join(blobRootOf(cloud), 'uploads');
  const clouds = await Promise.all(CLOUDS.map((name) => startCloud(name, smtp ?? as(inbox?.url ?? '', name), options)));
  const last = createLast();
  const watches = await Promise.all(
    clouds.map((cloud) =>
      watchUploads(
        uploadsOf(cloud.name),
        (file) =>
          void last
            .run(
              () => cloud.upload(file),
              () => touch(join(uploadsOf(cloud.name), file.name)),
            )
            .catch((error: unknown) => options.onOther(cloud.name, `${file.name} did not arrive: ${messageOf(error)}`)),
      ),
    ),
  );
  return {
    clouds,
    inbox,
    mails: () => inbox?.mails() ?? [],
    uploadsOf,
    blobRootOf,
    pending: () => clouds.reduce((sum, cloud) => sum + cloud.pending(), 0),
    reload: async () => {
      const restarts = await Promise.allSettled(clouds.map((cloud) => cloud.restart()));
      const failure = restarts.find((restart) => restart.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
      await last.repeat();
    },
    send: async (name, event) => {
      const cloud = clouds.find((one) => one.name === name);
      if (cloud !== undefined)
        await last.run(
          () => cloud.send(event),
          () => cloud.send({ ...event, id: `${event.id}-${Date.now()}` }),
        );
    },
    close: async () => {
      for (const stop of watches) stop();
      await Promise.all(clouds.map((cloud) => cloud.close()));
      await inbox?.close();
    },
  };
}

async function startCloud(
  name: CloudName,
  smtpUrl: string,
  { folder, port, onDelivery, onOther }: LaptopOptions,
): Promise<LocalCloud> {
  const own = join(folder, name);
  for (const bucket of ['uploads', 'thumbnails']) await mkdir(join(own, 'blobs', bucket), { recursive: true });
  const onLine = (text: string) => {
    const line = parseLine(text);
    if (line.kind === 'delivery') onDelivery(line.delivery);
    else onOther(name, line.text);
  };
  return START[name]({ folder: own, smtpUrl, port, onLine });
}

/** Each cloud logs in to the inbox under its own name, so that a mail tells where it came from. */
function as(url: string, cloud: CloudName): string {
  return url.replace('smtp://', `smtp://${cloud}:local@`);
}

/** Makes a file new without changing it: its folder then raises another upload. */
function touch(path: string): Promise<void> {
  const now = new Date();
  return utimes(path, now, now);
}

/** Remembers how to do the last thing once more. */
function createLast() {
  let again: () => Promise<void> = async () => {};
  return {
    run: async (task: () => Promise<void>, repeat: () => Promise<void>) => {
      again = repeat;
      await task();
    },
    repeat: () => again(),
  };
}
