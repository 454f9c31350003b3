/** The HTTP status of what an Azure client threw; undefined when there was no answer, or one whose status misleads. */
export function statusOf(error: object): number | undefined {
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' && !NOT_READY.has(codeOf(error)) ? status : undefined;
}

/** The container is missing or on its way out, which says nothing of the blob (Blob Storage documentation, "Blob service error codes"). */
const NOT_READY: ReadonlySet<unknown> = new Set(['ContainerNotFound', 'ContainerBeingDeleted', 'ContainerDisabled']);

/** An answer without a body has its code in a header. */
function codeOf(error: object): unknown {
  return Reflect.get(error, 'code') ?? Reflect.get(Object(Reflect.get(error, 'details')), 'errorCode');
}
