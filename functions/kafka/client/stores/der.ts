/** One element of DER (X.690): its tag, its contents, and all of it as it stands. */
export type Der = { readonly tag: number; readonly body: Buffer; readonly whole: Buffer };

/** The elements that stand one after another. Throws on what is no DER: a length that is not known beforehand, or that leads too far. */
export function readDer(bytes: Buffer): readonly Der[] {
  const elements: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

function elementAt(bytes: Buffer, at: number): Der {
  const [tag, first] = [bytes[at] ?? 0, bytes[at + 1] ?? 0x80];
  const more = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + more;
  if (first === 0x80 || more > 4 || start > bytes.length) throw new Error('not DER');
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  if (start + length > bytes.length) throw new Error('not DER');
  return { tag, body: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
}

/** The elements within an element, each of which must be there. */
export function within(element: Der | undefined): readonly Der[] {
  if (element === undefined) throw new Error('not as expected');
  return readDer(element.body);
}

/** An object identifier's contents (X.690, section 8.19) in hexadecimal, by which it is told from others. */
export function hex(element: Der | undefined): string {
  return element?.body.toString('hex') ?? '';
}
