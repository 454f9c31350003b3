/** The HTTP status of what an Azure client threw; undefined when there was no answer, or one whose status misleads. */
export function statusOf(error: object): number | undefined {
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' && !NOT_READY.has(codeOf(error)) ? status : undefined;
}

/**
 * The container or the table is missing or on its way out, which says nothing of what is in it (Azure Storage documentation, "Blob
 * service error codes" and "Table service error codes").
 */
const NOT_READY: ReadonlySet<unknown> = new Set([
  'ContainerNotFound',
  'ContainerBeingDeleted',
  'ContainerDisabled',
  'TableNotFound',
  'TableBeingDeleted',
]);

/** An answer without a body has its code in a header. */
function codeOf(error: object): unknown {
  const details = Object(Reflect.get(error, 'details'));
  return Reflect.get(error, 'code') ?? details.errorCode ?? details.odataError?.code;
}
