import { isObject } from '../../shared/schemas/json.ts';
import type { RoutesFile } from './routes-file.ts';

/**
 * What is lost when Terraform applies a changed routes.json at once: a source that is not there any more goes with all that waits in it,
 * and so does a Pub/Sub subscription whose filter or order is another, since neither can be changed (Pub/Sub documentation, "Filter messages"
 * and "Order messages").
 */
export function findLosses({
  cloud,
  written,
  text,
}: Pick<RoutesFile, 'cloud' | 'written' | 'text'>): readonly string[] {
  const [before, after] = [asObject(written), asObject(JSON.parse(text))];
  return Object.entries(asObject(before.triggers)).flatMap(([source, old]) => {
    const now = asObject(after.triggers)[source];
    if (!isObject(old)) return [];
    if (!isObject(now)) return [gone(source)];
    const isAnother = old.filter !== now.filter || before.ordered !== after.ordered;
    return cloud === 'gcp' && isAnother ? [replaced(source)] : [];
  });
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function gone(source: string): string {
  return `No route takes what ${source} brings any more: Terraform deletes what brings it, with all that still waits there. Let it drain first: docs/deploy.md`;
}

function replaced(source: string): string {
  return `Pub/Sub cannot change a filter, or whether it keeps order: Terraform replaces the subscription of ${source}, and what waits in the old one goes with it. Create the new one, let the old one drain, then delete it: docs/deploy.md`;
}
