import { type Reject, reject } from '../routing/outcome.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { show } from '../schemas/result.ts';

/**
 * A reject when an order's event has another subject than the order's id. What is taken for such an order could never be shipped, and nothing
 * would give it back: those who wait for stock and money know the order by the subject.
 */
export function misaddressed(event: CloudEvent, orderId: string): Reject | undefined {
  if (event.subject === orderId) return undefined;
  return reject(
    'no-subject',
    `The event’s subject does not name the order: expected its orderId, got ${show(event.subject)}.`,
  );
}
