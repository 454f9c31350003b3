import type { CloudName } from '../../../local/laptop/cloud.ts';
import type { DeployFinding } from '../deploy-finding.ts';
import { ROUTES } from './expand.ts';
import type { Deployed } from './find-missing.ts';

/** What wakes joins whose time is up, by the argument that says when; on Azure it is a timer of the function's own. */
const SCHEDULES: Readonly<Record<CloudName, Readonly<Record<string, string>>>> = {
  gcp: { google_cloud_scheduler_job: 'schedule' },
  azure: {},
  aws: { 'serverless eventBridge': 'schedule', aws_scheduler_schedule: 'schedule_expression' },
};

/** Joins that nothing would ever wake, or a schedule that wakes none. */
export function findSchedule({ cloud, resources, compiled }: Deployed): readonly DeployFinding[] {
  const types = Object.entries(SCHEDULES[cloud]);
  const schedules = resources.filter(({ type, body }) =>
    types.some(([one, argument]) => one === type && body[argument] !== undefined),
  );
  if (compiled.joins) return types.length === 0 || schedules.length > 0 ? [] : [nothingWakes(cloud, types)];
  return schedules
    .filter(({ condition }) => !condition.includes(`${ROUTES}.joins`))
    .map(({ place, address }) => ({
      ...({ level: 'warning', code: 'serves-no-route', cloud, place, resource: address } as const),
      message: 'it serves no route: there are no joins that it could wake',
      fix: 'Make it depend on local.routes.joins, or delete it',
    }));
}

function nothingWakes(cloud: CloudName, types: readonly (readonly [string, string])[]): DeployFinding {
  return {
    ...{ level: 'error', code: 'no-trigger', cloud, place: `terraform/${cloud}` },
    message: `the joins have no schedule, so that their time is never up: expected ${types.map(([type]) => type).join(' or ')}, got none`,
    fix: 'Add one that sends waybill.sweep every minute when local.routes.joins is true',
  };
}
