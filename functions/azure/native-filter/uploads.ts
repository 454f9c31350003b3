import { fitted } from '../../../shared/routing/demand/fitted.ts';
import type { Source } from '../../../shared/routing/demand/sources.ts';
import { demandsByType } from '../../../shared/routing/demand/types.ts';
import type { Demand } from '../../../shared/routing/demand.ts';
import type { Condition } from '../../../shared/routing/match/condition.ts';
import { leafTest } from '../../../shared/routing/match/test-leaf.ts';
import { UPLOADED } from '../../../shared/schemas/blob.ts';
import { CREATED } from './blob-types.ts';
import { type LoweredField, lowerField } from './lower-field.ts';
import { lowerTypes } from './lower-types.ts';
import { CONTAINER, onSubject } from './on-subject.ts';
import type { EventGridFilter, Subscription } from './subscription.ts';

/**
 * The subscriptions of the storage account's system topic to what happens in the container of the uploads, or undefined where no route
 * takes that. Types are those that the account sends: it has no others that could become dead letters.
 */
export function compileUploads(demands: readonly Demand[]): Source<EventGridFilter> {
  const byType = demandsByType(demands);
  const created = new Map([...byType].filter(([type]) => type === UPLOADED));
  const others = new Map([...byType].filter(([type]) => /^Microsoft\.Storage\.(?!BlobCreated$)/i.test(type)));
  if (created.size + others.size === 0) return undefined;
  const [uploads, rest] = [lowerTypes(created, OF_UPLOADS), lowerTypes(others, OF_OTHERS)];
  const subscriptions: readonly Subscription[] = [
    ...(created.size === 0
      ? []
      : [onSubject({ name: 'router', includedEventTypes: [CREATED], advancedFilters: uploads.filters })]),
    ...(others.size === 0
      ? []
      : [
          {
            name: 'router-others',
            includedEventTypes: [...others.keys()],
            subjectBeginsWith: CONTAINER,
            advancedFilters: [],
          },
        ]),
  ];
  const everything = uploads.filters.length === 0;
  const trigger = { ...fitted([...uploads.why, ...rest.why], everything ? 'none' : 'wider'), subscriptions };
  return { trigger, byType: new Map([...uploads.byType, ...rest.byType]) };
}

const OF_OTHERS = { keyOf: () => undefined, lower: lowerField };
const OF_UPLOADS = { keyOf: (path: string) => KEYS.get(path), lower: lowerOfUpload };

const TYPE_KEY = 'data.contentType';
const KEYS = new Map([
  ['subject', 'subject'],
  ['data.name', 'subject'],
  ['data.contentType', TYPE_KEY],
  ['data.size', 'data.contentLength'],
]);

/** Of an upload nothing is missing: without a media type it has an empty one, which Event Grid does not know. */
function lowerOfUpload(key: string, conditions: readonly Condition[]): LoweredField {
  const any = conditions.filter((condition) => condition.kind !== 'exists' || condition.exists);
  if (key === TYPE_KEY && any.some((condition) => leafTest(condition)(''))) return undefined;
  return lowerField(key, any);
}
