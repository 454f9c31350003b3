import { routes } from '../../shared/routes.ts';
import type { Context } from '../../shared/routing/context.ts';
import type { Join } from '../../shared/routing/join.ts';
import { isOutcome } from '../../shared/routing/outcome.ts';
import type { Route } from '../../shared/routing/route.ts';
import { defineRoutes, type Target } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { ownRoutes } from './own-routes.ts';
import { current, never } from './process.ts';

/** The table that users have, and beside it routes that try what it does not; every start of a handler is told to the checker. */
export const table = defineRoutes([...routes.routes, ...ownRoutes].map(watched));

function watched(target: Target): Target {
  return target.kind === 'join' ? watchedJoin(target) : watchedRoute(target);
}

function watchedRoute(route: Route): Route {
  const handle: Route['handle'] = (event, ctx) =>
    watch({ route, subject: subjectOf(event), ctx }, () => route.handle(event, ctx));
  return { ...route, handle };
}

function watchedJoin(join: Join): Join {
  const watchCall =
    (call: Join['handle']): Join['handle'] =>
    (joined, ctx) =>
      watch({ route: join, subject: joined.key, ctx }, () => call(joined, ctx));
  return { ...join, handle: watchCall(join.handle), otherwise: watchCall(join.otherwise) };
}

function subjectOf({ subject }: CloudEvent): string | undefined {
  return subject;
}

type Start = {
  readonly route: { readonly name: string };
  readonly subject: string | undefined;
  readonly ctx: Context<string>;
};

/** A run that fails by itself is excused: what it did may be done again. */
async function watch<T>({ route, subject, ctx }: Start, handle: () => Promise<T>): Promise<T> {
  const process = current.getStore()?.process;
  if (process === undefined || !process.isAlive()) return never();
  const run = process.world.runs.start(ctx.idempotencyKey, process.id);
  process.world.counts.add('runs: all');
  return current.run({ process, run }, async () => {
    try {
      await process.perform({ port: 'handler', name: 'handler start' }, async () => {});
      if (process.world.now.isBroken(route.name, subject)) throw new Error('it is broken until it is mended');
      const answer = await handle();
      if (isOutcome(answer) && answer.kind !== 'done') run.excuse ??= answer.kind;
      return answer;
    } catch (thrown) {
      run.excuse ??= 'throw';
      throw thrown;
    }
  });
}
