import { TRIGGERS } from '../compiled.ts';
import type { DeployFinding } from '../deploy-finding.ts';
import type { Deployed } from './find-missing.ts';
import { followsTrigger } from './resource.ts';

/** Resources of a source that no route takes anything from, which would be made all the same. */
export function findIdle({ cloud, infrastructure, resources, compiled }: Deployed): readonly DeployFinding[] {
  return TRIGGERS.filter((trigger) => (compiled.triggers[trigger] ?? null) === null).flatMap((trigger) => {
    const types = new Set(infrastructure[trigger]?.flatMap(({ oneOf }) => Object.keys(oneOf)));
    const idle = resources.filter(
      ({ type, serves, condition }) => types.has(type) && serves.has(trigger) && !followsTrigger(condition, trigger),
    );
    return idle.map(
      ({ place, address }) =>
        ({
          ...{ level: 'warning', code: 'serves-no-route', cloud, place, resource: address },
          message: `it serves no route: none takes what ${trigger} brings, and it would be there all the same`,
          fix: `Make it depend on local.routes.triggers.${trigger}, or delete it`,
        }) as const,
    );
  });
}
