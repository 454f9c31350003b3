/** The HTTP status of what an AWS client threw; undefined when there was no answer, or one whose status misleads. */
export function statusOf(error: object): number | undefined {
  const status: unknown = Reflect.get(Object(Reflect.get(error, '$metadata')), 'httpStatusCode');
  const name = String(Reflect.get(error, 'name'));
  const misleads = name === 'NoSuchBucket' || (status === 400 && !OWN_FAULT.has(name));
  return typeof status === 'number' && !misleads ? status : undefined;
}

/** Much that passes is answered 400 too, such as throttling and a token that has expired; these do not. */
const OWN_FAULT: ReadonlySet<string> = new Set([
  'ValidationException',
  'EntityTooLarge',
  'KeyTooLongError',
  'MetadataTooLarge',
]);
