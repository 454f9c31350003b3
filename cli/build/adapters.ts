import { HOST_JSON } from './host-json.ts';

/** What is built: one zip for each of these. */
export type Adapter = {
  readonly name: AdapterName;
  /** The cloud's own package, which it loads itself: it lies beside the bundle and is no part of it. */
  readonly runtime?: string;
  /** Files that the cloud wants beside the bundle: path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Values as they stand in a cloud: with these the bundle can be loaded, and nothing is called. */
  readonly env: Readonly<Record<string, string>>;
};

export type AdapterName = 'gcp' | 'azure' | 'aws';

const COMMON = { DEAD_LETTERS_BUCKET: 'letters', THUMBNAILS_BUCKET: 'thumbnails', STATE_TABLE: 'state' };

export const ADAPTERS: readonly Adapter[] = [
  {
    name: 'gcp',
    runtime: '@google-cloud/functions-framework',
    files: {},
    env: { ...COMMON, PUBSUB_TOPIC: 'projects/p/topics/t' },
  },
  {
    name: 'azure',
    runtime: '@azure/functions',
    files: { 'host.json': HOST_JSON },
    env: {
      ...COMMON,
      AZURE_STORAGE_ACCOUNT: 'account',
      EVENT_GRID_TOPIC_ENDPOINT: 'https://topic.example/api/events',
    },
  },
  { name: 'aws', files: {}, env: { ...COMMON, EVENT_BUS_NAME: 'bus', AWS_REGION: 'us-east-1' } },
];

/** Native: it lies beside every bundle, with its binary for Linux. */
export const NATIVE = 'sharp';

/** The packages that lie beside the bundle, in the zip's node_modules. */
export function vendoredBy({ runtime }: Adapter): readonly string[] {
  return runtime === undefined ? [NATIVE] : [runtime, NATIVE];
}
