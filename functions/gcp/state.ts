import type { v1 } from '@google-cloud/firestore';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { once } from '../../shared/delivery/once.ts';
import { patience } from '../../shared/delivery/patience.ts';
import { messageOf, PortError } from '../../shared/delivery/port-error.ts';
import { createTableState, type KeptRow, type Place, type Row, type Table } from '../../shared/delivery/table-state.ts';
import { tryTwice } from '../../shared/delivery/try-twice.ts';
import type { StateStore } from '../../shared/routing/context.ts';

/**
 * State in Firestore's default database: documents `waybill/COLLECTION/STATE_TABLE/KEY`, where STATE_TABLE is `waybillstate` unless set.
 * The timestamp `ttl` is for a TTL policy on that collection group. The client is made on first use; FIRESTORE_EMULATOR_HOST leads it to
 * an emulator.
 */
export function createState(env: Env, now: () => number): StateStore {
  const group = env.STATE_TABLE ?? 'waybillstate';
  return createTableState(toTable(once(() => open(group))), now);
}

type Connect = () => ReturnType<typeof open>;
type Client = InstanceType<typeof v1.FirestoreClient>;

/** What is read of Firestore's own `Document`. */
type Document = {
  readonly name?: string | null;
  readonly fields?: Readonly<Record<string, Field>> | null;
  readonly updateTime?: { readonly seconds?: unknown; readonly nanos?: number | null } | null;
};
type Field = { readonly stringValue?: string | null; readonly integerValue?: unknown };
type Precondition =
  | { readonly exists: boolean }
  | { readonly updateTime: { readonly seconds: string; readonly nanos: number } };

/** The generated client, whose calls can be bounded: the one above it tries again by itself, for minutes, and does not say so. */
async function open(group: string) {
  // Node does not see the names in what the package exports.
  const { v1 } = (await import('@google-cloud/firestore')).default;
  const client: Client = new v1.FirestoreClient(await emulatorOptions());
  const root = `projects/${await client.getProjectId()}/databases/(default)/documents`;
  const parentOf = (collection: string) => `${root}/waybill/${collection}`;
  return {
    client,
    group,
    parentOf,
    nameOf: ({ collection, key }: Place) => `${parentOf(collection)}/${group}/${key || EMPTY}`,
  };
}

/** No document's name is empty, and no other stored key is before this one. */
const EMPTY = '-';

async function emulatorOptions() {
  const host = process.env.FIRESTORE_EMULATOR_HOST;
  if (host === undefined) return {};
  const { credentials } = await import('@grpc/grpc-js');
  const { hostname, port } = new URL(`http://${host}`);
  return { servicePath: hostname, port: Number(port), sslCreds: credentials.createInsecure() };
}

/** One try, which ends in time; the last of these is for streams. */
const ONCE = {
  timeout: patience.answer,
  retry: null,
  retryRequestOptions: { retries: 0, noResponseRetries: 0 },
};

function toTable(connect: Connect): Table {
  const write = async (place: Place, row: Row, currentDocument: Precondition) => {
    const { client, nameOf } = await connect();
    const document = { name: nameOf(place), fields: toFields(row) };
    return client
      .updateDocument({ document, currentDocument }, ONCE)
      .then(([written]) => tokenOf(written), ifHeld(undefined));
  };
  return {
    read: async (place) => {
      const { client, nameOf } = await connect();
      return client.getDocument({ name: nameOf(place) }, ONCE).then(([document]) => toRow(document), ifHeld(undefined));
    },
    insert: (place, row) => write(place, row, { exists: false }),
    replace: (place, { over, ...row }) => write(place, row, isStill(over)),
    remove: async (place, token) => {
      const { client, nameOf } = await connect();
      const request = { name: nameOf(place), currentDocument: isStill(token) };
      return client.deleteDocument(request, ONCE).then(() => true, ifHeld(false));
    },
    scan: (from, size) => scan(connect, from, size),
  };
}

function isStill(token: string): Precondition {
  const [seconds = '', nanos = ''] = token.split('.');
  return { updateTime: { seconds, nanos: Number(nanos) } };
}

async function* scan(connect: Connect, from: Place, limit: number): AsyncGenerator<KeptRow> {
  const { client, group, parentOf, nameOf } = await connect();
  let startAt = { values: [{ referenceValue: nameOf(from) }], before: true };
  for (;;) {
    const structuredQuery = {
      from: [{ collectionId: group }],
      orderBy: [{ field: { fieldPath: '__name__' }, direction: 'ASCENDING' as const }],
      startAt,
      limit: { value: limit },
    };
    const request = { parent: parentOf(from.collection), structuredQuery };
    const page = await tryTwice('state', (signal) => collect(client.runQuery(request, ONCE), signal));
    yield* page.map(toRow);
    const last = page.at(-1)?.name;
    if (page.length < limit || last == null) return;
    startAt = { values: [{ referenceValue: last }], before: false };
  }
}

type Answers = ReturnType<Client['runQuery']>;

async function collect(answers: Answers, signal: AbortSignal): Promise<Document[]> {
  // What comes of it once nobody waits is nobody's error.
  const stop = () => {
    answers.cancel();
    answers.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  const documents: Document[] = [];
  try {
    for await (const { document } of answers as AsyncIterable<Answer>) if (document) documents.push(document); // its types know no more than bytes
  } catch (error) {
    ifHeld(undefined)(Object(error));
  }
  return documents;
}

type Answer = { readonly document?: Document | null };

/** The last second that a timestamp can have (google.protobuf.Timestamp). */
const LAST = 253_402_300_799;

function toFields({ name, value, mark, expiresAt }: Row) {
  return {
    name: { stringValue: name },
    value: { stringValue: value },
    mark: { stringValue: mark },
    expiresAt: { integerValue: expiresAt },
    ttl: { timestampValue: { seconds: Math.min(Math.ceil(expiresAt / 1_000), LAST) } },
  };
}

function toRow(document: Document): KeptRow {
  const text = (field: string) => document.fields?.[field]?.stringValue ?? '';
  const expiresAt = Number(document.fields?.expiresAt?.integerValue);
  return { name: text('name'), value: text('value'), mark: text('mark'), expiresAt, token: tokenOf(document) };
}

/** Each write has a mark of its own, so that none leaves the document and its time of update as they were. */
function tokenOf({ updateTime }: Document): string {
  return `${updateTime?.seconds}.${updateTime?.nanos}`;
}

/** gRPC's codes for a document that is missing, is there already, or has another time of update. */
const NOT_HELD: ReadonlySet<unknown> = new Set([5, 6, 9]);
const INVALID_ARGUMENT = 3;

function ifHeld<T>(value: T) {
  return (error: object): T => {
    // A database that is missing is not found either, and says nothing of a document.
    const isReady = !/\bdatabase\b.*\bdoes not exist/is.test(messageOf(error));
    const code: unknown = Reflect.get(error, 'code');
    if (isReady && NOT_HELD.has(code)) return value;
    const kind = code === INVALID_ARGUMENT ? 'refused' : 'unavailable';
    throw new PortError(kind, 'state', { message: messageOf(error), cause: error });
  };
}
