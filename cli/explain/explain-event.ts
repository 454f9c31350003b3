import { type ExplainedRoute, type Explanation, explain } from '../../shared/routing/explain.ts';
import type { Table } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { findRefusal, type Refusal } from './find-refusal.ts';

/** An explanation, in which a route that wants the event and would then refuse it says so. */
export type Report = Omit<Explanation, 'routes'> & { readonly routes: readonly ReportedRoute[] };
export type ReportedRoute = ExplainedRoute & { readonly refused?: Refusal };

export async function explainEvent(table: Table, event: CloudEvent): Promise<Report> {
  const explanation = explain(table, event);
  const routes: ReportedRoute[] = [];
  for (const explained of explanation.routes) {
    const refused = explained.matched ? await findRefusal(table.get(explained.route), event) : undefined;
    routes.push(refused === undefined ? explained : { ...explained, refused });
  }
  return { ...explanation, routes };
}
