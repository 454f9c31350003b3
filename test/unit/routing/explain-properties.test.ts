import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findMiss } from '../../../shared/routing/explain/find-miss.ts';
import { explain } from '../../../shared/routing/explain.ts';
import { holdsFilter } from '../../../shared/routing/filter.ts';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import type { Field } from '../../../shared/routing/pattern.ts';
import { defineRoutes, type Target } from '../../../shared/routing/table.ts';
import { runs } from '../../runs.ts';
import { events, targets } from './random-tables.ts';

/** Whether these fields of one pattern match together. */
function match(fields: readonly Field[], event: object): boolean {
  return createMatcher([[1, { pattern: { alternatives: [fields] } }]]).match(event).length === 1;
}

/** An event has at most what a pointer leads to: undefined where it leads nowhere. */
function reach(event: object, at: string): unknown {
  const keys = at.split('/').slice(1);
  return keys.reduce<unknown>((value, key) => Object(value)[key.replaceAll('~1', '/').replaceAll('~0', '~')], event);
}

const mayBeMissing = ({ any }: Field) => any.some((one) => one.kind === 'exists' && !one.exists);

function whereOf(target: Target) {
  return target.kind === 'route' ? target.where : undefined;
}

describe('explain', () => {
  it('agrees with the table about every route', () => {
    fc.assert(
      fc.property(targets, events, (all, event) => {
        const table = defineRoutes(all);
        const matched = table.match(event).map(({ name }) => name);
        const { routes } = explain(table, event);
        expect(routes.flatMap(({ route, matched: is }) => (is ? [route] : []))).toEqual(matched);
        expect(routes.every(({ matched: is, failed }) => is === (failed === undefined))).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });

  it('names a condition that does fail, and shows what is there', () => {
    fc.assert(
      fc.property(targets, events, (all, event) => {
        const table = defineRoutes(all);
        for (const [index, { failed }] of explain(table, event).routes.entries()) {
          const target = all[index];
          if (failed === undefined || target === undefined) continue;
          if (failed.at === '/type' && !target.on.includes(event.type)) continue;
          if (failed.at === '/waybillroute' || failed.at === '/data/join') {
            expect([failed.wanted, failed.wanted.includes(target.name)]).toEqual([failed.wanted, true]);
            continue;
          }
          const where = whereOf(target);
          const miss = where === undefined ? undefined : findMiss(where, event);
          if (miss === undefined) {
            expect(target.kind === 'route' && target.filter !== undefined && !holdsFilter(target.filter, event)).toBe(
              true,
            );
            continue;
          }
          const { field, apart } = miss;
          expect(match([...apart, field], event) && !mayBeMissing(field)).toBe(false);
          if (apart.length > 0) expect([...apart, field].every((one) => match([one], event))).toBe(true);
          if (failed.got === 'nothing') expect(isLeaf(reach(event, failed.at))).toBe(false);
        }
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('gives the same whatever the event holds, and never throws', () => {
    fc.assert(
      fc.property(targets, fc.oneof(events, fc.object()), (all, event) => {
        const table = defineRoutes(all);
        expect(explain(table, event)).toEqual(explain(table, event));
      }),
    );
  });
});

function isLeaf(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
