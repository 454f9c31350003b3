import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { tableFacts } from '../../../shared/routing/demand/table-facts.ts';
import { unwantedTypes } from '../../../shared/routing/demand/types.ts';
import { alternativesFor, type Demand, demandOf } from '../../../shared/routing/demand.ts';
import { join } from '../../../shared/routing/join.ts';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import type { Alternative } from '../../../shared/routing/pattern.ts';
import { type RouteDefinition, route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { withSeed } from '../../runs.ts';
import { events, targets } from './random-tables.ts';

const handle = async () => {};
const routeOf = (more: Partial<RouteDefinition<unknown, string>>) =>
  route({ name: 'r', on: 'a', schema: z.unknown(), handle, ...more });

/** Attributes hold one value, so that two fields on one path can be asked one after the other. */
function satisfies(alternative: Alternative, event: object): boolean {
  const first = alternative.filter(
    ({ path }, index) => alternative.findIndex((field) => field.path === path) === index,
  );
  const again = alternative.filter((field) => !first.includes(field));
  return [first, ...again.map((field) => [field])].every(
    (fields) => createMatcher([[1, { pattern: { alternatives: [fields] } }]]).match(event).length === 1,
  );
}

function isMet(demand: Demand, event: { readonly type: string }): boolean {
  if (!demand.types.includes(event.type)) return false;
  const answers = [demand.alternatives, alternativesFor(demand, event.type)].map((alternatives) =>
    alternatives.some((alternative) => satisfies(alternative, event)),
  );
  expect(answers[0]).toBe(answers[1]);
  return answers[0] === true;
}

describe('what a route wants', () => {
  it('holds for every event that the route takes, and for no other where it is exact', () => {
    const seen = { exact: 0, 'not exact': 0, taken: 0, met: 0 };
    const property = fc.property(targets, fc.array(events, { minLength: 5, maxLength: 5 }), (routes, given) => {
      const table = defineRoutes(routes);
      for (const target of table.routes) {
        const demand = demandOf(target);
        seen[demand.exact ? 'exact' : 'not exact']++;
        for (const one of given) {
          const event = parseCloudEvent(one);
          if (!event.ok || one.type === 'waybill.join.due' || 'waybillroute' in one) continue;
          const [takes, met] = [table.match(event.value).includes(target), isMet(demand, event.value)];
          seen.taken += Number(takes);
          seen.met += Number(met && !takes);
          if (takes) expect(met).toBe(true);
          if (demand.exact) expect(met).toBe(takes);
        }
      }
    });
    withSeed((seed) => {
      fc.assert(property, { numRuns: 500, seed });
      expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
    });
  });

  it('is one thing where the pattern and the filters ask for the same attribute', () => {
    const { alternatives, exact } = demandOf(
      routeOf({ where: { source: [{ prefix: 'x' }] }, filters: [{ suffix: { source: 'y' } }] }),
    );
    expect(alternatives.map((fields) => fields.map(({ path }) => path))).toEqual([['source', 'source']]);
    expect(exact).toBe(true);
  });

  it.each([
    ['all of attribute filters', [{ all: [{ exact: { source: 'x' } }, { prefix: { subject: 'y' } }] }], true],
    ['any of attribute filters', [{ any: [{ exact: { source: 'x' } }, { suffix: { source: 'y' } }] }], true],
    ['no filters at all', [], true],
    ['a text that a number may begin with', [{ prefix: { count: '1' } }], false],
    ['a text that a boolean may begin with', [{ prefix: { flag: 'tr' } }], true],
    ['not', [{ not: { exact: { source: 'x' } } }], false],
    ['CESQL', [{ sql: "source = 'x'" }], false],
    ['a number that CESQL would also read from "01"', [{ exact: { count: '1' } }], true],
  ])('says that it is exact for what conditions can say: %s', (_, filters, exact) => {
    expect(demandOf(routeOf({ filters })).exact).toBe(exact);
  });

  it.each([
    ['01', 1],
    ['TRUE', true],
  ])('does not take %j for another spelling of %j', (text, value) => {
    const target = routeOf({ filters: [{ exact: { count: text } }] });
    const event = { specversion: '1.0', id: '1', source: 'x', type: 'a', count: value };
    expect(isMet(demandOf(target), event)).toBe(false);
    const same = { ...event, count: text };
    expect(isMet(demandOf(target), same)).toBe(true);
  });

  it.each([
    ['1', 1],
    ['-1', -1],
    ['true', true],
  ])('takes %j for what %j is written as', (text, value) => {
    const target = routeOf({ filters: [{ exact: { count: text } }] });
    const event = { specversion: '1.0', id: '1', source: 'x', type: 'a', count: value };
    expect(isMet(demandOf(target), event)).toBe(true);
  });

  it('asks only for the pattern where the alternatives would be too many', () => {
    const $or = Array.from({ length: 100 }, (_, index) => ({ source: [`s${index}`], data: { n: [index] } }));
    const any = Array.from({ length: 60 }, (_, index) => ({ exact: { subject: `x${index}`, source: `s${index}` } }));
    const demand = demandOf(routeOf({ where: { $or }, filters: [{ any }] }));
    expect([demand.alternatives.length, demand.exact]).toEqual([100, false]);
  });

  it('settles what is asked of the type, of which there may be nothing left', () => {
    const demand = demandOf(routeOf({ on: ['a', 'b'], where: { type: [{ prefix: 'a' }], source: ['x'] } }));
    expect(alternativesFor(demand, 'a').map((fields) => fields.map(({ path }) => path))).toEqual([['source']]);
    expect(alternativesFor(demand, 'b')).toEqual([]);
  });
});

describe('what a deployment knows of a table', () => {
  const table = defineRoutes([
    routeOf({ name: 'one', timeout: '1500ms', emits: ['b', 'c', 'd'] }),
    routeOf({ name: 'two', on: 'b', timeout: '1s', order: 'subject', emits: ['d'] }),
    join({ name: 'three', opens: 'a', all: ['c'], by: 'subject', within: '1h', handle, otherwise: handle }),
  ]);

  it('types that are emitted and that nobody names are unwanted, each once', () => {
    expect(unwantedTypes(table)).toEqual(['d']);
  });

  it('the longest timeout is in whole seconds, rounded up, and a join’s counts too', () => {
    expect(tableFacts(table)).toEqual({ longestTimeoutSeconds: 20, ordered: true, joins: true });
    expect(tableFacts(defineRoutes([routeOf({ timeout: '1500ms' })]))).toEqual({
      longestTimeoutSeconds: 2,
      ordered: false,
      joins: false,
    });
  });
});
