import type { KeyTable } from './keys.ts';

/** Tells whether what is left of an event, from here to its end, may hold once more a name that some rule asks for. */
export type MayRepeat = (event: Uint8Array, from: number) => boolean;

/** With more names it is cheaper to read on. */
const MOST_NAMES = 4;
/** So long must the rest be for each name: a search by the engine has its price before the first byte. */
const WORTH_IT = 96;

/**
 * Searches the rest for the names with the engine's own search, which is ten times as fast as to read it. It errs on the safe side: a name
 * may be spelled with an escape wherever there is one.
 */
export function createMayRepeat(root: KeyTable): MayRepeat {
  const names = [...new Set(namesOf(root))].map((name) => Buffer.from(name));
  if (!names.every(isPlain) || names.length > MOST_NAMES) return () => true;
  return (event, from) => {
    if (event.length - from < WORTH_IT * (names.length + 1)) return true;
    return indexOf.call(event, 0x5c, from) !== -1 || names.some((name) => isNamed(event, name, from));
  };
}

/** A name without letters is found everywhere. */
function isPlain(name: Buffer): boolean {
  return name.length > 0 && name.every((code) => code >= 0x20 && code < 0x80);
}

/** A buffer's own, which other arrays of bytes do not have. */
const { indexOf } = Buffer.prototype;

function namesOf({ node, byText }: KeyTable): string[] {
  return [...node.children.keys()].flatMap((name) => {
    const inner = byText.get(name)?.table;
    return [name, ...(inner === undefined ? [] : namesOf(inner))];
  });
}

/** Whether the name stands there as one, or begins one of several keys with dots between them. */
function isNamed(event: Uint8Array, name: Buffer, from: number): boolean {
  for (let at = indexOf.call(event, name, from); at !== -1; at = indexOf.call(event, name, at + 1)) {
    const next = event[at + name.length];
    if (event[at - 1] === 0x22 && (next === 0x22 || next === 0x2e)) return true;
  }
  return false;
}
