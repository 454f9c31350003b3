import type { Compiled, Fitted, RouteFit, Trigger } from '../../shared/routing/demand/compiled.ts';
import { tableFacts } from '../../shared/routing/demand/table-facts.ts';
import type { Table, Target } from '../../shared/routing/table.ts';
import { ok, type Result } from '../../shared/schemas/result.ts';
import type { CompiledSource } from './native-filter/compiled-source.ts';
import { compileEvents } from './native-filter/events.ts';
import { compileKafka } from './native-filter/kafka.ts';
import type { NativePattern } from './native-filter/nest.ts';
import { compileUploads } from './native-filter/uploads.ts';

/**
 * `uploads`: filter criteria of the SQS mapping that brings S3's notifications. `events`: the pattern of the EventBridge rule. `kafka`:
 * filter criteria of the MSK or Kafka mapping. Criteria that are empty are none.
 */
export type CompiledAws = Compiled<{
  readonly uploads: { readonly filterPatterns: readonly NativePattern[] };
  readonly events: { readonly eventPattern: NativePattern };
  readonly kafka: { readonly filterPatterns: readonly NativePattern[] };
}>;

const UPLOADED = 'blob.uploaded';

/** The table as AWS's own filters: whatever is too much for one of them makes it wider, and `why` says so. */
export function compileRoutes(table: Table): Result<CompiledAws> {
  const uploads = compileUploads(table);
  const isMore = table.routes.some(({ on }) => on.some((type) => type !== UPLOADED));
  const events = table.routes.length > 0 ? compileEvents(table) : undefined;
  const kafka = isMore ? compileKafka(table) : undefined;
  const byUpload = table.routes.filter(({ on }) => on.includes(UPLOADED));
  return ok({
    ...tableFacts(table),
    triggers: {
      uploads: toTrigger(uploads, byUpload),
      events: toTrigger(events, table.routes),
      kafka: toTrigger(kafka, table.routes),
    },
    routes: table.routes.map((target) => ({
      route: target.name,
      on: target.on,
      triggers: {
        ...(byUpload.includes(target) && toFit('uploads', uploads, target)),
        ...toFit('events', events, target),
        ...toFit('kafka', kafka, target),
      },
    })),
  });
}

type Source<Filter> = CompiledSource<Filter> | undefined;

function toTrigger<Filter>(source: Source<Filter>, targets: readonly Target[]): Trigger<Filter> | null {
  if (source === undefined) return null;
  const { fit, why, filter } = source;
  return { fit, ...(why !== undefined && { why }), routes: targets.map(({ name }) => name), ...filter };
}

function toFit(
  name: keyof CompiledAws['triggers'],
  source: Source<unknown>,
  { on }: Target,
): RouteFit<string>['triggers'] {
  return source === undefined ? {} : { [name]: source.fitOf(on) satisfies Fitted };
}
