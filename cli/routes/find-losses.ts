import { isObject } from '../../shared/schemas/json.ts';
import type { RoutesFile } from './routes-file.ts';

/**
 * What is lost when Terraform applies a changed routes.json at once: a source that is not there any more goes with all that waits in it,
 * and so does a Pub/Sub subscription whose filter is another, since Pub/Sub cannot change one (Pub/Sub documentation, "Filter messages").
 */
export function findLosses({
  cloud,
  written,
  text,
}: Pick<RoutesFile, 'cloud' | 'written' | 'text'>): readonly string[] {
  const [before, after] = [triggersOf(written), triggersOf(JSON.parse(text))];
  return Object.entries(before).flatMap(([source, old]) => {
    const now = after[source];
    if (!isObject(old)) return [];
    if (!isObject(now)) return [gone(source)];
    return cloud === 'gcp' && old.filter !== now.filter ? [replaced(source)] : [];
  });
}

function triggersOf(file: unknown): Readonly<Record<string, unknown>> {
  return isObject(file) && isObject(file.triggers) ? file.triggers : {};
}

function gone(source: string): string {
  return `No route takes what ${source} brings any more: Terraform deletes what brings it, with all that still waits there. Let it drain first: docs/deploy.md`;
}

function replaced(source: string): string {
  return `Pub/Sub cannot change a filter: Terraform replaces the subscription of ${source}, and what waits in the old one goes with it. Create the new one, let the old one drain, then delete it: docs/deploy.md`;
}
