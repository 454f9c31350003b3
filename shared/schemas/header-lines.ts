/** A header's name and the bytes of its value. */
export type HeaderLine = readonly [name: string, value: Uint8Array];

/**
 * A body with the headers that hold a part of it before it, in the form of HTTP (RFC 9112, §2.1): what a dead letter keeps, since two
 * events may differ in their headers alone.
 */
export function withHeaderLines(lines: readonly HeaderLine[], body: Uint8Array): Uint8Array {
  const written = lines.flatMap(([name, value]) => [Buffer.from(`${name}: `), value, END]);
  return Buffer.concat([...written, END, body]);
}

const END = Buffer.from('\r\n');
