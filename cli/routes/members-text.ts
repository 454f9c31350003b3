/** More of them are counted. */
const MOST = 5;

/** JSON Pointers in one sentence’s part; `''` is the whole document. */
export function membersText(members: readonly string[]): string {
  const names = members.slice(0, MOST).map((member) => (member === '' ? 'the whole of it' : member));
  return `${names.join(', ')}${members.length > MOST ? ` and ${members.length - MOST} more` : ''}`;
}
