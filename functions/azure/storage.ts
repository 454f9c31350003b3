import { toBlobUploaded } from '../../shared/schemas/blob.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { fail, type Result, show } from '../../shared/schemas/result.ts';

export function isStorageEvent(event: CloudEvent): boolean {
  return event.type === 'Microsoft.Storage.BlobCreated';
}

/**
 * Blob Created as an upload (Event Grid documentation, "Azure Blob Storage as Event Grid source"). The version is `eTag/sequencer`,
 * since a blob has no version of its own unless versioning is on, and only the sequencer has an order.
 */
export function fromStorageEvent(event: CloudEvent): Result<CloudEvent> {
  const place = /^\/blobServices\/default\/containers\/([^/]+)\/blobs\/(.+)$/s.exec(event.subject ?? '');
  const given = isObject(event.data) ? event.data : {};
  const { url, eTag: quoted, contentLength } = given;
  const [sequencer, contentType] = [given.sequencer ?? '', given.contentType ?? ''];
  // With quotes in the documentation, without them in many events; the store is asked without.
  const eTag = typeof quoted === 'string' ? quoted.replaceAll('"', '') : '';
  const [, container, name] = place ?? [];
  if (container === undefined || name === undefined)
    return bad('/subject', '/blobServices/default/containers/…/blobs/…', event.subject);
  if (eTag === '') return bad('/data/eTag', 'a string', quoted);
  if (typeof sequencer !== 'string') return bad('/data/sequencer', 'a string', sequencer);
  if (typeof contentType !== 'string') return bad('/data/contentType', 'a string', contentType);
  if (typeof contentLength !== 'number' || !Number.isSafeInteger(contentLength) || contentLength < 0)
    return bad('/data/contentLength', 'a number of bytes', contentLength);
  const account = accountOf(url);
  if (account === undefined) return bad('/data/url', 'the blob’s URL', url);
  const version = sequencer === '' ? eTag : `${eTag}/${sequencer}`;
  const data = { bucket: container, name, version, size: contentLength, contentType, etag: eTag };
  return parseCloudEvent(toBlobUploaded(`azblob://${account}/${container}`, data, event.time));
}

/** `https://ACCOUNT.blob.core.windows.net/…`, or `http://host:port/ACCOUNT/…` as storage emulators write it. */
function accountOf(url: unknown): string | undefined {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return undefined;
  const isNumeric =
    /^[\d.]+$/.test(parsed.hostname) || parsed.hostname === 'localhost' || parsed.hostname.startsWith('[');
  const account = isNumeric ? parsed.pathname.split('/')[1] : parsed.hostname.split('.')[0];
  return account === '' ? undefined : account;
}

function bad(at: string, expected: string, got: unknown): Result<never> {
  return fail({ code: 'bad-object', message: 'Not a blob', at, expected, got: show(got) });
}
