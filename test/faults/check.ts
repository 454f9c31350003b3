import type { AuditLine } from './audit.ts';
import { checkOrder } from './check-order.ts';
import { checkRuns, type Death } from './check-runs.ts';
import { keyOf, notedId, type Sent } from './fault-events.ts';
import { isNoted, ORDERED, ROUTES } from './fault-routes.ts';

/** All that is known of a scenario that has come to rest. */
export type Evidence = {
  /** What the broker acknowledged, in the order in which it was sent. */
  readonly sent: readonly Sent[];
  readonly lines: readonly AuditLine[];
  readonly deaths: readonly Death[];
  /** The status of each claim, by its key. */
  readonly claims: ReadonlyMap<string, string>;
  /** The ids of the events on the topic of the ordered route, those that came twice as often. */
  readonly noted: readonly string[];
  /** The keys of the claims whose letters are filed, and of those on the dead-letter topic. */
  readonly letters: readonly string[];
  readonly copies: readonly string[];
};

/** What a fault may do to events. */
export type Allowed = {
  /** Its record was deleted, perhaps before it was done. */
  readonly gone?: (sent: Sent) => boolean;
  /** It goes to the dead letters. */
  readonly dead?: (sent: Sent) => boolean;
};

export type Finding = { readonly what: string; readonly key: string };

/** What is wrong with a scenario: nothing lost, an order for each subject, doubles and dead letters only where they must be. */
export function check(evidence: Evidence, allowed: Allowed = {}): readonly Finding[] {
  return [
    ...checkClaims(evidence, allowed),
    ...checkRuns(evidence),
    ...checkOrder(evidence),
    ...checkNoted(evidence),
    ...checkLetters(evidence, allowed),
  ];
}

function checkClaims({ sent, claims }: Evidence, { gone, dead }: Allowed): readonly Finding[] {
  return eachKey(sent).flatMap(({ event, key }) => {
    const [status, expected] = [claims.get(key), dead?.(event) === true ? 'dead' : 'done'];
    if (status === expected || gone?.(event) === true) return [];
    return [{ key, what: status === undefined ? 'was lost' : `is ${status}: expected ${expected}` }];
  });
}

/** What the ordered route emits is published, always as the same event. */
function checkNoted({ sent, claims, noted }: Evidence): readonly Finding[] {
  const found = new Set(noted);
  const known = new Map(
    sent.filter(({ step }) => isNoted(step)).map((event) => [notedId(event), keyOf(ORDERED, event)]),
  );
  const untold = [...known].filter(([id, key]) => claims.get(key) === 'done' && !found.has(id));
  const unknown = [...found].filter((id) => !known.has(id));
  return [
    ...untold.map(([, key]) => ({ key, what: 'its outbox was never published' })),
    ...unknown.map((id) => ({ key: id, what: 'was published, and nothing that was sent leads to it' })),
  ];
}

function checkLetters({ sent, letters, copies }: Evidence, { dead }: Allowed): readonly Finding[] {
  const [filed, copied] = [new Set(letters), new Set(copies)];
  const expected = new Set(eachKey(sent).flatMap(({ event, key }) => (dead?.(event) === true ? [key] : [])));
  const missing = (found: ReadonlySet<string>, what: string) =>
    [...expected].filter((key) => !found.has(key)).map((key) => ({ key, what }));
  return [
    ...missing(filed, 'has no letter'),
    ...missing(copied, 'has no copy of its letter on the dead-letter topic'),
    ...[...new Set([...filed, ...copied])]
      .filter((key) => !expected.has(key))
      .map((key) => ({ key, what: 'has a letter: expected none' })),
  ];
}

function eachKey(sent: readonly Sent[]): readonly { readonly event: Sent; readonly key: string }[] {
  return sent.flatMap((event) => ROUTES.map((route) => ({ event, key: keyOf(route, event) })));
}
