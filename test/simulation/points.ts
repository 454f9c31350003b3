/** Where a call of a port stands in the way of an event: faults are drawn, and deaths counted, by these names. */
export type Site = {
  readonly port: 'state' | 'bodies' | 'publish' | 'payments' | 'mail' | 'effects' | 'handler' | 'cloud';
  readonly name: string;
};

/** Every point at which a process dies in some of the seeds. */
export const POINTS = [
  'before claim',
  'after claim',
  'after handler start',
  'after effect',
  'after charge',
  'after mail',
  'before outbox',
  'after outbox',
  'before publish',
  'amid publish',
  'after publish',
  'before complete',
  'after complete',
  'before release',
  'after release',
  'before verdict',
  'after verdict',
  'after letter body',
  'after letter index',
  'after burial',
  'after due entry',
  'after join part',
  'before fire',
  'after fire',
  'after sweep publish',
  'before sweep delete',
  'after sweep delete',
  'before ack',
] as const;

type Status = { readonly status?: unknown; readonly verdict?: unknown; readonly leaseUntil?: unknown };

/** The name of a write: what it means can be told from the record, and from the one that it replaces. */
export function siteOfPut(collection: string, value: unknown, before: unknown): Site {
  return { port: 'state', name: nameOfPut(collection, Object(value), Object(before)) };
}

function nameOfPut(collection: string, value: Status, before: Status): string {
  if (collection === 'due') return 'due entry';
  if (collection === 'letters') return 'letter index';
  if (collection === 'joins') return value.status === 'open' ? 'join part' : 'fire';
  if (collection !== 'claims') return `put ${collection}`;
  if (value.status === 'handled') return before.status === 'handled' ? 'resume' : 'outbox';
  if (value.status === 'claimed' && value.verdict !== undefined) return 'verdict';
  return CLAIM_WRITES.get(value.status) ?? 'claim';
}

const CLAIM_WRITES = new Map<unknown, string>([
  ['claimed', 'claim'],
  ['waiting', 'release'],
  ['done', 'complete'],
  ['dead', 'burial'],
]);

/** The name of a body's write: letters lie at the top, what is too large for a record in a folder of its own. */
export function siteOfBody(name: string): Site {
  return { port: 'bodies', name: name.includes('/') ? 'large body' : 'letter body' };
}
