import { expect, it } from '@jest/globals';
import { compileRoutes } from '../../../../functions/kafka/native-filter.ts';
import { routes } from '../../../../shared/routes.ts';
import { defineRoutes } from '../../../../shared/routing/table.ts';

it('keeps out nothing, for every route of a table, and says why', () => {
  const compiled = compileRoutes(routes);
  if (!compiled.ok) throw new Error('A table for Kafka always compiles');
  const { triggers, routes: fits, joins } = compiled.value;
  const none = { fit: 'none', why: expect.stringContaining('filters nothing') };
  expect(triggers).toEqual({
    uploads: null,
    events: null,
    kafka: { ...none, routes: routes.routes.map(({ name }) => name) },
  });
  expect(fits.map((fit) => fit.triggers)).toEqual(routes.routes.map(() => ({ kafka: none })));
  expect(joins).toBe(true);
});

it('has no trigger for a table without routes', () => {
  expect(compileRoutes(defineRoutes([]))).toMatchObject({ ok: true, value: { triggers: { kafka: null }, routes: [] } });
});
