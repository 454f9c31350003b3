import { expect, it } from '@jest/globals';
import { ack } from '../../../../functions/gcp/ack.ts';
import type { Settled, Verdict } from '../../../../shared/delivery/item.ts';

const DONE: Verdict = { kind: 'done' };
const FAILED: Verdict = { kind: 'retry', waiting: false };
const EARLY: Verdict = { kind: 'retry', waiting: true, after: 500 };

it.each<[string, readonly Verdict[], number]>([
  ['acknowledges what is done', [DONE], 204],
  ['acknowledges a batch that is done', [DONE, DONE], 204],
  ['says that something failed', [FAILED], 503],
  ['says that it is only too early', [EARLY], 429],
  ['asks for a batch again when one of it failed', [DONE, FAILED, EARLY], 503],
  ['asks for a batch again when one of it is early', [DONE, EARLY], 429],
  ['says that no event came, where none did', [], 405],
])('%s', (_name, verdicts, status) => {
  const settled = verdicts.map((verdict): Settled<null> => ({ ref: null, lane: '', verdict }));
  expect(ack(settled)).toBe(status);
});
