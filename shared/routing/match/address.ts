/**
 * An IP address as hex digits: 8 of version 4, 32 of version 6, so that addresses of one version compare like their texts. An IPv4-mapped
 * address (RFC 4291 section 2.5.5.2) is the version 4 address in it. Undefined when the text is no address.
 */
export function parseAddress(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const digits = text.includes(':') ? parseVersion6(text) : parseVersion4(text);
  return digits?.startsWith(MAPPED) && digits.length === 32 ? digits.slice(MAPPED.length) : digits;
}

/** Eight groups of four digits with colons between them. */
const LONGEST = 39;
const MAPPED = '00000000000000000000ffff';

function parseVersion4(text: string): string | undefined {
  if (text.length > 15 || !/^[0-9.]+$/.test(text)) return undefined;
  const parts = text.split('.', 5);
  if (parts.length !== 4 || !parts.every(isByte)) return undefined;
  return parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('');
}

/** RFC 4291 section 2.2, forms 1 and 2: eight groups, of which one run of zeros may be left out. */
function parseVersion6(text: string): string | undefined {
  if (!/^[0-9a-fA-F:]+$/.test(text)) return undefined;
  const [left = '', right, more] = text.split('::', 3);
  if (more !== undefined) return undefined;
  const head = groups(left);
  const tail = groups(right ?? '');
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!all.every((group) => group.length > 0 && group.length <= 4)) return undefined;
  return all.map((group) => group.toLowerCase().padStart(4, '0')).join('');
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}

/** In decimal, with zeros before it or not. */
function isByte(part: string): boolean {
  return part !== '' && Number(part) < 256;
}
