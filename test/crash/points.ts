/** Where a process may be killed: each stands before or after one step that a delivery takes. */
export const POINTS = [
  'before claim',
  'after claim',
  'before outbox',
  'after outbox',
  'before publish',
  'amid publish',
  'after publish',
  'before complete',
  'after complete',
  'before verdict',
  'after verdict',
  'before body',
  'after body',
  'before letter',
  'after letter',
  'before due',
  'after due',
  'before part',
  'after part',
  'before end of join',
  'after end of join',
  'before charge',
  'after charge',
  'after refund',
  'before hold',
  'after hold',
  'after mail',
  'before ack',
  'after ack',
] as const;

export type Point = (typeof POINTS)[number];

/** The point's name of a write to the state store; undefined for one that is no step by itself. */
export function stepOf(collection: string, value: unknown): string | undefined {
  const { status, verdict } = Object(value);
  if (collection === 'claims')
    return verdict !== undefined && status === 'claimed' ? 'verdict' : CLAIM_STEPS.get(status);
  if (collection === 'joins') return status === 'open' ? 'part' : 'end of join';
  return STEPS.get(collection);
}

const CLAIM_STEPS = new Map([
  ['claimed', 'claim'],
  ['handled', 'outbox'],
  ['done', 'complete'],
]);

const STEPS = new Map([
  ['letters', 'letter'],
  ['due', 'due'],
  ['stock', 'hold'],
]);
