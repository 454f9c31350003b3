import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';

export const CLOUDS = ['gcp', 'azure', 'aws'] as const;
export type CloudName = (typeof CLOUDS)[number];

/** A file that has appeared in a cloud's uploads folder. */
export type UploadedFile = {
  /** The object's name: the path below the bucket's folder, with slashes. */
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  /** The store's tag of this very state of the file, without quotes. */
  readonly etag: string;
  /** The store's id of it, where the store keeps versions. */
  readonly version?: string;
  /** Nanoseconds since the epoch. */
  readonly modified: bigint;
};

/** One cloud on this laptop: its emulators and its function's host, wired as they would be deployed. */
export type LocalCloud = {
  readonly name: CloudName;
  readonly addresses: readonly { readonly what: string; readonly url: string }[];
  /** Raises the event that the cloud itself raises for such an upload. */
  readonly upload: (file: UploadedFile) => Promise<void>;
  /** Publishes a CloudEvent the way that a producer on this cloud would. */
  readonly send: (event: CloudEvent) => Promise<void>;
  /** Tells the function, as this cloud's scheduler does, to look for what is due. */
  readonly sweep: () => Promise<void>;
  /** Brings the thumbnails into the cloud's folder, where a store in the folder's place has them. */
  readonly pull?: () => Promise<void>;
  /** How many events are under way. */
  readonly pending: () => number;
  /** Runs the function's present code from the next event on. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a cloud is started with. */
export type CloudOptions = {
  /** Its own folder: blobs, dead letters and state go below. */
  readonly folder: string;
  readonly smtpUrl: string;
  readonly paymentsUrl: string;
  readonly port: (preferred: number, what: string) => Promise<number>;
  /** Every line that the function's host writes to its output. */
  readonly onLine: (line: string) => void;
};

/** The folders of a cloud. */
export function foldersOf(folder: string) {
  return {
    BLOB_ROOT: `${folder}/blobs`,
    DEAD_LETTER_ROOT: `${folder}/dead-letters`,
    STATE_ROOT: `${folder}/state`,
  };
}
