import type { Settled } from '../../shared/delivery/item.ts';
import type { Ref } from './decode.ts';

/**
 * A return acknowledges; a throw makes Event Grid try again and holds an Event Hubs partition under its retry policy. There is no
 * third answer, so one event that is not done throws for the whole batch: claims skip what is.
 */
export function ack(settled: readonly Settled<Ref>[]): void {
  const open = settled.filter(({ verdict }) => verdict.kind === 'retry').length;
  if (open > 0) throw new Error(`${open} of ${settled.length} events are not done yet: deliver again`);
}
