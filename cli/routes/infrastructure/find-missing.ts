import type { CloudName } from '../../../local/laptop/cloud.ts';
import { type Compiled, TRIGGERS, type TriggerName } from '../compiled.ts';
import type { DeployFinding, Role } from '../deploy-finding.ts';
import { ROUTES } from './expand.ts';
import type { Infrastructure, Requirement } from './infrastructure.ts';
import { argumentOf, type Resource } from './resource.ts';

export type Deployed = {
  readonly cloud: CloudName;
  readonly infrastructure: Infrastructure;
  readonly resources: readonly Resource[];
  readonly compiled: Compiled;
};

/** What a source that some route needs lacks: a trigger, a filter, a retry or a dead letter. */
export function findMissing(deployed: Deployed): readonly DeployFinding[] {
  return TRIGGERS.flatMap((trigger) => {
    const routes = deployed.compiled.triggers[trigger]?.routes;
    const requirements = deployed.infrastructure[trigger] ?? [];
    if (routes === undefined) return [];
    return requirements.flatMap((requirement) => findLack({ ...deployed, trigger, routes }, requirement));
  });
}

type Source = Deployed & { readonly trigger: TriggerName; readonly routes: readonly string[] };

function findLack(source: Source, requirement: Requirement): readonly DeployFinding[] {
  const ways = Object.keys(requirement.oneOf);
  const used = ways.filter((type) => source.resources.some((one) => isInUse(one, type)));
  return (used.length > 0 ? used : ways.slice(0, 1)).flatMap((type) => {
    const serving = source.resources.filter((one) => one.type === type && one.serves.has(source.trigger));
    const argument = requirement.oneOf[type] ?? '';
    if (serving.some((one) => isMet(one, argument, requirement))) return [];
    const [nearest] = serving;
    return [
      nearest === undefined ? noResource(source, requirement.role, type) : noArgument(source, requirement, nearest),
    ];
  });
}

/** Where serverless.yml has the function it must have its queues, too, whatever else it has; Kafka is for who asks for it. */
function isInUse(resource: Resource, type: string): boolean {
  if (type === 'serverless sqs') return resource.type.startsWith('serverless');
  return resource.type === type && resource.serves.size > 0;
}

/** What is made for each of several triggers has its filter from `each.value`. */
function isMet(resource: Resource, argument: string, { fromRoutes }: Requirement): boolean {
  const value = argumentOf(resource.body, argument);
  if (value === undefined) return false;
  const text = resource.writeOut(value);
  return fromRoutes !== true || `${text} ${/\beach\b/.test(text) ? resource.condition : ''}`.includes(ROUTES);
}

function noResource(source: Source, role: Role, type: string): DeployFinding {
  const { trigger, routes, cloud } = source;
  const place = type.startsWith('serverless') ? 'serverless.yml' : `terraform/${cloud}`;
  return {
    ...{ level: 'error', code: `no-${role}`, cloud, place, routes },
    message: `${whose(routes)} no ${WORDS[role]} for ${trigger}: expected ${article(type)}, got none`,
    fix: `Add one that is there when ${ROUTES_PATH}${trigger} is not null`,
  };
}

function noArgument(source: Source, { role, oneOf, fromRoutes }: Requirement, resource: Resource): DeployFinding {
  const argument = oneOf[resource.type] ?? '';
  const isThere = argumentOf(resource.body, argument) !== undefined;
  const expected = `${argument}${fromRoutes === true ? ` made from ${ROUTES_PATH}${source.trigger}` : ''}`;
  return {
    ...{ level: 'error', code: `no-${role}`, cloud: source.cloud, place: resource.place, resource: resource.address },
    routes: source.routes,
    message: `${whose(source.routes)} no ${WORDS[role]} for ${source.trigger}: expected ${expected}, got ${isThere ? 'another' : 'none'}`,
    fix: `Add ${argument} to it`,
  };
}

const ROUTES_PATH = 'local.routes.triggers.';

const WORDS = { trigger: 'trigger', filter: 'filter', retry: 'retry', 'dead-letter': 'dead letter' } satisfies Record<
  Role,
  string
>;

function whose(routes: readonly string[]): string {
  return routes.length === 1 ? `Route ${routes[0]} has` : `Routes ${routes.join(', ')} have`;
}

function article(type: string): string {
  return type.startsWith('serverless') ? `an ${type.split(' ')[1]} event of the function router` : type;
}
