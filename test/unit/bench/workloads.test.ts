import { describe, expect, test } from '@jest/globals';
import { build } from '../../../bench/engines/waybill.ts';
import { answerOf } from '../../../bench/workloads/case.ts';
import { rulesOf } from '../../../bench/workloads/citylots/cases.ts';
import { KINDS } from '../../../bench/workloads/citylots/kinds.ts';
import { createLots } from '../../../bench/workloads/citylots/lots.ts';
import { scale } from '../../../bench/workloads/citylots/shares.ts';
import { SIZES, toCase } from '../../../bench/workloads/cloudevents/cases.ts';
import { WORKLOADS } from '../../../bench/workloads/cloudevents/workloads.ts';
import { bruteForce } from './brute-force.ts';

const COUNT = 2_000;
const lots = createLots({ count: COUNT, seed: 7 });

describe('the city lots', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(createLots({ count: COUNT, seed: 7 })).toEqual(lots);
    expect(createLots({ count: COUNT, seed: 8 })).not.toEqual(lots);
  });

  test('have 900 to 960 bytes in the mean', () => {
    const bytes = lots.reduce((sum, lot) => sum + Buffer.byteLength(lot), 0) / COUNT;
    expect(bytes).toBeGreaterThan(900);
    expect(bytes).toBeLessThan(960);
  });

  test.each(Object.keys(KINDS))('match the rules of %s as often as the real ones, by trying every rule', (kind) => {
    const matchAll = bruteForce(rulesOf(kind));
    const found = lots.flatMap((lot) => matchAll(JSON.parse(lot)));
    const counts = rulesOf(kind).map((_, rule) => found.filter((index) => index === rule).length);
    for (const [rule, [pattern, real]] of (KINDS[kind] ?? []).entries()) {
      const difference = Math.abs((counts[rule] ?? 0) - scale(real, COUNT));
      // Each of the values that a rule finds is rounded by itself.
      expect({ pattern, isNear: difference <= 4 + scale(real, COUNT) / 50 }).toEqual({ pattern, isNear: true });
    }
  });

  test.each(Object.keys(KINDS))('are found by our matcher, kind %s, as by trying every rule', (kind) => {
    const [engine, matchAll] = [build(rulesOf(kind), ''), bruteForce(rulesOf(kind))];
    for (const lot of lots.slice(0, 200)) {
      const event = JSON.parse(lot);
      const wanted = matchAll(event);
      expect(engine.object?.(event)).toEqual(wanted);
      expect(engine.bytes?.(Buffer.from(lot))).toEqual(wanted);
    }
  });
});

describe.each(Object.keys(WORKLOADS))('the CloudEvents of %s', (name) => {
  test.each([10, 100, 1_000])('say which of %d rules want them', (rules) => {
    const { rules: patterns, events, wanted } = toCase(name, rules);
    const matchAll = bruteForce(patterns);
    for (const [index, event] of events.slice(0, 20).entries()) {
      const found = matchAll(JSON.parse(event));
      expect([...wanted(index)].sort((one, other) => one - other)).toEqual(found);
    }
  });

  test('have as many matches with 100,000 rules as with 100, and about 500 bytes', () => {
    const [few, many] = [toCase(name, 100), toCase(name, SIZES.at(-1) ?? 0)];
    expect(answerOf(many.wanted, 1_024).matches).toBe(answerOf(few.wanted, 1_024).matches);
    expect(many.events.filter((event) => Math.abs(Buffer.byteLength(event) - 500) > 25)).toEqual([]);
  });
});
