import { UPLOADED } from '../../../shared/schemas/blob.ts';

const PREFIX = 'google.cloud.storage.object.v1.';

const KINDS = new Map([
  [UPLOADED, 'OBJECT_FINALIZE'],
  [`${PREFIX}deleted`, 'OBJECT_DELETE'],
  [`${PREFIX}archived`, 'OBJECT_ARCHIVE'],
  [`${PREFIX}metadataUpdated`, 'OBJECT_METADATA_UPDATE'],
]);

/** The kind of notification that becomes an event of this type; undefined where none does. */
export function kindOf(type: string): string | undefined {
  return KINDS.get(type);
}

/** The type by which Eventarc knows what becomes an event of this type. */
export function eventarcTypeOf(type: string): string | undefined {
  if (type === UPLOADED) return `${PREFIX}finalized`;
  return KINDS.has(type) ? type : undefined;
}
