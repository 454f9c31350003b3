import { fitted } from '../../../shared/routing/demand/fitted.ts';
import type { Source } from '../../../shared/routing/demand/sources.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { UPLOADED } from '../../../shared/schemas/blob.ts';
import { disjoint } from './disjoint.ts';
import type { NativeField } from './lower-alternative.ts';
import { lowerUpload } from './lower-upload.ts';
import { ABSENT } from './lowered.ts';
import { type NativePattern, nest } from './nest.ts';
import { type FilterCriteria, pack, problemOf } from './pack.ts';
import { type Plan, planTypes } from './plan.ts';
import { withinLimits } from './within-limits.ts';

/** The event names of S3 that raise `blob.uploaded`; one to come passes, and the router judges it. */
const CREATIONS = ['Put', 'Post', 'Copy', 'CompleteMultipartUpload'].map((name) => `ObjectCreated:${name}`);

/** Every other message in the queue: another envelope, a CloudEvent by itself, another event of S3, a record without what an upload has. */
const OTHERS: readonly (readonly NativeField[])[] = [
  ['eventSource', { 'anything-but': ['aws:s3'] }] as const,
  ['eventName', { 'anything-but': CREATIONS }] as const,
  ['s3.object.key'] as const,
  ['s3.object.size'] as const,
  ['s3.bucket.name'] as const,
].map(([path, ...any]) => [{ path: `Records.${path}`, any: [...any, ABSENT] }]);

/** Filter criteria for the queue that S3 notifies: what they keep out is deleted from it. Undefined when no route takes an upload of S3. */
export function compileUploads(table: Table): Source<FilterCriteria> {
  const plans = planTypes(table, lowerUpload).filter(
    (plan) => plan.types.includes(UPLOADED) && plan.alternatives.length > 0,
  );
  if (plans.length === 0) return undefined;
  const { plans: made, filter } = withinLimits(plans, toPatterns, problemOf);
  const whys = made.flatMap((plan) => plan.whys);
  const fit = fitted(whys, filter.length === 0 ? 'none' : 'wider');
  return { trigger: { ...fit, filterPatterns: filter }, byType: new Map([[UPLOADED, fit]]) };
}

function toPatterns(plans: readonly Plan[]): readonly NativePattern[] {
  const branches: (readonly NativeField[])[] = [...OTHERS];
  for (const { alternatives } of plans) {
    if (alternatives === 'every') return [];
    branches.push(...alternatives.map(({ fields }) => fields));
  }
  return pack('body', disjoint(branches).map(nest));
}
