import { expect, it } from '@jest/globals';
import type { AuditEntry } from '../../faults/audit.ts';
import { type Allowed, check, type Evidence } from '../../faults/check.ts';
import { keyOf, notedId, type Sent, toEvents } from '../../faults/fault-events.ts';
import { ORDERED, ROUTES } from '../../faults/fault-routes.ts';

const sent = toEvents({ name: 'few', count: 2, partitions: 1, subjects: 1 });
const [first, second] = sent.map((event) => keyOf(ORDERED, event));

/** What each event of a clean scenario leaves on each route. */
const linesOf = (event: Sent): readonly AuditEntry[] =>
  ROUTES.map((route) => keyOf(route, event)).flatMap((key): readonly AuditEntry[] => [
    { what: 'start', key, run: 1 },
    { what: 'end', key, run: 1 },
    { what: 'wrote', key, claim: { status: 'done', outbox: [] } },
  ]);

const told = (entries: readonly AuditEntry[]) => entries.map((entry, at) => ({ at, process: 1, ...entry }));

const clean: Evidence = {
  sent,
  lines: told(sent.flatMap(linesOf)),
  deaths: [],
  claims: new Map(sent.flatMap((event) => ROUTES.map((route) => [keyOf(route, event), 'done']))),
  noted: sent.slice(0, 1).map(notedId),
  letters: [],
  copies: [],
};

const claimsWith = (key = '', status?: string) =>
  new Map([...clean.claims].flatMap(([one, is]) => (one !== key ? [[one, is]] : status ? [[one, status]] : [])));
const again: readonly AuditEntry[] = [{ what: 'start', key: second ?? '', run: 2 }];
const isSecond: Allowed['dead'] = ({ id }) => id === 'few-0-1';

const CASES: readonly (readonly [string, Partial<Evidence>, Allowed, readonly string[]])[] = [
  ['says nothing of a clean scenario', {}, {}, []],
  ['misses a claim', { claims: claimsWith(second) }, {}, ['was lost']],
  ['misses none of an event that was deleted', { claims: claimsWith(second) }, { gone: isSecond }, []],
  ['misses the end of a claim', { claims: claimsWith(second, 'handled') }, {}, ['is handled: expected done']],
  [
    'minds a run behind the outbox',
    { lines: told([...sent.flatMap(linesOf), ...again]) },
    {},
    ['ran again behind its outbox'],
  ],
  [
    'minds the other order',
    { lines: told(sent.toReversed().flatMap(linesOf)) },
    {},
    [`began before ${first} was completed`],
  ],
  ['misses what was emitted', { noted: [] }, {}, ['its outbox was never published']],
  [
    'minds what nobody emitted',
    { noted: [...clean.noted, 'other'] },
    {},
    ['was published, and nothing that was sent leads to it'],
  ],
  ['minds a letter', { letters: [second ?? ''] }, {}, ['has a letter: expected none']],
  [
    'misses a letter and its copy',
    { claims: new Map([...clean.claims].map(([key, is]) => [key, key.endsWith('few-0-1') ? 'dead' : is])) },
    { dead: isSecond },
    [
      'has no letter',
      'has no letter',
      'has no copy of its letter on the dead-letter topic',
      'has no copy of its letter on the dead-letter topic',
    ],
  ],
];

it.each(CASES)('%s', (_, change, allowed, expected) => {
  expect(check({ ...clean, ...change }, allowed).map(({ what }) => what)).toEqual(expected);
});

const cut = (deaths: Evidence['deaths']) => {
  const key = second ?? '';
  const lines: readonly AuditEntry[] = [
    { what: 'start', key, run: 2 },
    { what: 'end', key, run: 2 },
    ...linesOf(sent[1] as Sent), // there are two
  ];
  return check({ ...clean, lines: told([...linesOf(sent[0] as Sent), ...lines]), deaths }).map(({ what }) => what); // there are two
};

it('minds a run that is done again, and not one whose process was killed', () => {
  expect(cut([])).toEqual(['ran again without a fault']);
  expect(cut([{ process: 1, at: 7.5 }])).toEqual([]);
});
