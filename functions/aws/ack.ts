import type { Settled } from '../../shared/delivery/item.ts';
import { nearest } from '../../shared/routing/match/nearest.ts';
import { show } from '../../shared/schemas/result.ts';
import type { Ref } from './decode.ts';

/** What Lambda reads where the mapping reports batch item failures (Lambda documentation, "Partial batch responses"). */
export type BatchResponse = {
  readonly batchItemFailures: readonly {
    readonly itemIdentifier: string | { readonly partition: string; readonly offset: number };
  }[];
};

type Identifier = BatchResponse['batchItemFailures'][number]['itemIdentifier'];

/** The sources of Lambda's mappings, as they call themselves in what they bring. */
const SOURCES = ['aws:sqs', 'aws:kafka', 'SelfManagedKafka'];

/**
 * The sources, such as `aws:sqs,aws:kafka`, whose mappings all have ReportBatchItemFailures: see WAYBILL_PARTIAL_BATCH. Throws when one is
 * no source of a mapping, since what is meant may well be one.
 */
export function parsePartial(text: string | undefined): ReadonlySet<string> {
  const named = (text ?? '').split(',').map((source) => source.trim());
  const sources = named.filter((source) => source !== '');
  const wrong = sources.find((source) => !SOURCES.includes(source));
  if (wrong === undefined) return new Set(sources);
  const guess = nearest(wrong, SOURCES);
  throw new Error(
    `WAYBILL_PARTIAL_BATCH names the source ${show(wrong)}: expected some of ${SOURCES.join(', ')}${guess === undefined ? '' : `. Did you mean "${guess}"?`}`,
  );
}

/**
 * Lambda's answer: a partial one from the sources in `partial`, else a throw when anything is not done, which makes Lambda bring
 * the whole batch again; claims skip what is done. A throw too when all failed, so that the platform's retries and metrics see it.
 */
export function createAck(partial: ReadonlySet<string>) {
  return (settled: readonly Settled<Ref>[]): BatchResponse | undefined => {
    const open = settled.filter(({ verdict }) => verdict.kind === 'retry');
    const isPartial = settled.length > 0 && settled.every(({ ref }) => ref.kind !== 'whole' && partial.has(ref.source));
    if (open.length > 0 && (!isPartial || open.length === settled.length)) {
      throw new Error(`${open.length} of ${settled.length} events are not done yet: deliver again`);
    }
    return isPartial ? { batchItemFailures: failures(settled) } : undefined;
  };
}

function failures(settled: readonly Settled<Ref>[]): BatchResponse['batchItemFailures'] {
  const firstOpen = new Map<string, number>();
  for (const { ref, verdict } of settled) {
    if (ref.kind !== 'kafka' || verdict.kind === 'done') continue;
    firstOpen.set(ref.partition, Math.min(ref.offset, firstOpen.get(ref.partition) ?? ref.offset));
  }
  const named = settled.flatMap(({ ref, verdict }): readonly Identifier[] => {
    if (ref.kind === 'sqs') return verdict.kind === 'retry' ? [ref.messageId] : [];
    // The first unfinished offset and all later ones: right whether Lambda resumes from there or brings just these again.
    const isLater = ref.kind === 'kafka' && ref.offset >= (firstOpen.get(ref.partition) ?? Number.POSITIVE_INFINITY);
    return isLater ? [{ partition: ref.partition, offset: ref.offset }] : [];
  });
  return unique(named).map((itemIdentifier) => ({ itemIdentifier }));
}

/** One message may hold several events, and is named once. */
function unique<T>(identifiers: readonly T[]): readonly T[] {
  return [...new Map(identifiers.map((identifier) => [JSON.stringify(identifier), identifier])).values()];
}
