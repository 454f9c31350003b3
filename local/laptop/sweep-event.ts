import { SWEEP } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';

/** What stands in a scheduler's entry, the same each minute. */
export const SWEEP_EVENT: CloudEvent = {
  specversion: '1.0',
  id: 'every-minute',
  source: '/waybill/scheduler',
  type: SWEEP,
};
