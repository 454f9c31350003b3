import type { CloudName } from '../../local/laptop/cloud.ts';
import type { Problem } from '../../shared/schemas/result.ts';

/** What is wrong between the table and what is deployed from it. An error loses events or stops a deploy; a warning is needless. */
export type DeployFinding = {
  readonly level: 'error' | 'warning';
  readonly code:
    | 'not-lowered'
    | 'not-compiled'
    | 'stale'
    | 'unreadable'
    | `no-${Role}`
    | 'serves-no-route'
    | 'needless-grant'
    | 'untold-grant';
  /** Absent where it is about all of them. */
  readonly cloud?: CloudName;
  /** A file of the project, with the line where there is one: `terraform/gcp/events.tf:12`. */
  readonly place: string;
  /** The resource in it, such as `google_storage_notification.uploads`. */
  readonly resource?: string;
  /** The routes whose events are lost. */
  readonly routes?: readonly string[];
  readonly message: string;
  readonly fix: string;
};

/** What every source of events must have. */
export type Role = 'trigger' | 'filter' | 'retry' | 'dead-letter';

export const RECOMPILE = 'Run `npx waybill routes compile`';

/** `terraform/gcp/uploads.tf:7, google_storage_notification.uploads: …` on one line. */
export function describeDeployFinding({ place, resource, message, fix }: DeployFinding): string {
  return `${place}${resource === undefined ? '' : `, ${resource}`}: ${message}. ${fix}`;
}

/** A table that one cloud cannot take. */
export function notLowered(cloud: CloudName, { message, at, expected, got, fix }: Problem): DeployFinding {
  const where = at === undefined || at === '' ? '' : ` at ${at}`;
  const wanted = expected === undefined ? '' : `: expected ${expected}${got === undefined ? '' : `, got ${got}`}`;
  return {
    ...{ level: 'error', code: 'not-lowered', cloud, place: 'shared/routes.ts' },
    message: `${cloud}: ${message.replace(/\.$/, '')}${where}${wanted}`,
    fix: fix ?? 'Ask for less in the route’s where and filters',
  };
}
