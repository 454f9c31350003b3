import { isObject } from '../../shared/schemas/json.ts';
import { TRIGGERS } from './compiled.ts';
import { type DeployFinding, RECOMPILE } from './deploy-finding.ts';
import { membersText } from './members-text.ts';
import type { Contents, RoutesFile } from './routes-file.ts';

/** What a routes.json that is missing or another than the table’s keeps from working. */
export function findStale(
  { cloud, path: place, state, members, written }: RoutesFile,
  { compiled }: Contents,
): readonly DeployFinding[] {
  if (state === 'unchanged') return [];
  const base = { level: 'error', cloud, place, fix: RECOMPILE } as const;
  if (state === 'new')
    return [{ ...base, code: 'not-compiled', message: 'it is missing: expected what the routes compile to' }];
  const before = isObject(written) && isObject(written.triggers) ? written.triggers : {};
  const lacking = TRIGGERS.flatMap((trigger) => {
    const routes = compiled.triggers[trigger]?.routes;
    return routes === undefined || isObject(before[trigger]) ? [] : [{ trigger, routes }];
  });
  return [
    ...lacking.map(({ trigger, routes }) => ({
      ...({ ...base, code: 'no-trigger', routes } as const),
      message: `nothing triggers ${routes.length === 1 ? 'route' : 'routes'} ${routes.join(', ')} from ${trigger}: expected an object at /triggers/${trigger}, got ${trigger in before ? 'null' : 'none'}`,
    })),
    {
      ...base,
      code: 'stale',
      message: `it is not what the routes compile to: ${membersText(members)} ${members.length === 1 ? 'differs' : 'differ'}`,
    },
  ];
}
