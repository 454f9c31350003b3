import { describe, expect, it } from '@jest/globals';
import { itIf } from '../../skip.ts';
import { BAD_BODIES } from '../bad-bodies.ts';
import { type Bench, expectAcknowledged, expectLetter } from '../bench.ts';
import type { Door, Fate, Odd } from '../harness.ts';
import { emittedOnly } from '../things.ts';

/** Input that is no event, or an odd one. It ends as a letter, or at the runtime's own door; the process goes on in any case. */
export function describeBadInput<Payload>(bench: Bench<Payload>): void {
  const cases = [...bench.harness.doors.flatMap(toCases), ...bench.harness.odd];

  describe('bad input', () => {
    it.each(cases.filter(({ fate }) => 'code' in fate))('becomes a letter and is acknowledged: $name', (given) =>
      check(bench, given),
    );
    it.each(cases.filter(({ fate }) => 'refused' in fate))('is refused by the runtime itself: $name', (given) =>
      check(bench, given),
    );
    it.each(cases.filter(({ fate }) => 'quiet' in fate))('is acknowledged without a letter: $name', (given) =>
      check(bench, given),
    );
    for (const { name, fate } of cases) if ('skip' in fate) itIf(false, fate.skip)(name, () => {});
  });
}

function toCases<Payload>({ name, make, except }: Door<Payload>): Odd<Payload>[] {
  const unknown = Object.keys(except).find((body) => !BAD_BODIES.some((known) => known.name === body));
  if (unknown !== undefined) throw new Error(`${name} makes an exception of ${unknown}, which is no bad body`);
  return BAD_BODIES.map((body) => ({
    name: `${body.name}, ${name}`,
    fate: except[body.name] ?? { code: body.code },
    make: () => make(body.make()),
  }));
}

async function check<Payload>({ harness, host, send }: Bench<Payload>, { fate, make }: Odd<Payload>): Promise<void> {
  const letters = await host().folders.newLetters();
  const made = make();
  const answer = await send(made);
  expect(answer).toMatchObject(expectedAnswer(fate));
  if ('code' in fate) expectLetter(await letters(), { code: fate.code, raw: made.raw[0] });
  else expect(await letters()).toEqual([]);
  const [order] = harness.orders;
  if (order !== undefined) await expectAcknowledged(send(order.make(emittedOnly())));
}

function expectedAnswer(fate: Fate) {
  return 'refused' in fate ? { kind: 'refused', said: fate.refused } : { kind: 'acknowledged' };
}
