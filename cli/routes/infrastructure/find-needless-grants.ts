import { nearest } from '../../../shared/routing/match/nearest.ts';
import type { Compiled } from '../compiled.ts';
import type { DeployFinding } from '../deploy-finding.ts';
import type { Port } from '../needs.ts';
import type { Grant } from './find-grants.ts';

/** What the grants are held against. */
export type Wanted = { readonly compiled: Compiled; readonly needs: readonly Port[] };

/** When a purpose is needed, and what makes a grant depend on that; what is not here is needed always. */
type Purpose = { readonly isNeeded: (wanted: Wanted) => boolean; readonly follows: RegExp; readonly fix: string };

const PURPOSES: Readonly<Record<string, Purpose>> = {
  uploads: {
    isNeeded: ({ compiled, needs }) => (compiled.triggers.uploads ?? null) !== null || needs.includes('blobs'),
    follows: /ROUTES\.triggers\b|ROUTES\.needs\b.*"blobs"/s,
    fix: 'local.routes.triggers.uploads != null',
  },
  thumbnails: port('blobs'),
  mail: port('mail'),
  payments: port('payments'),
  // Whoever asks for a cluster by a variable pays for it, too.
  kafka: {
    isNeeded: ({ compiled }) => (compiled.triggers.kafka ?? null) !== null,
    follows: /ROUTES\.triggers\b|\bvar\.\w+_msk\b/,
    fix: 'local.routes.triggers.kafka != null',
  },
  sweep: { isNeeded: ({ compiled }) => compiled.joins, follows: /ROUTES\.joins\b/, fix: 'local.routes.joins' },
};

function port(name: Port): Purpose {
  return {
    isNeeded: ({ needs }) => needs.includes(name),
    follows: new RegExp(`ROUTES\\.needs\\b.*"${name}"`, 's'),
    fix: `contains(local.routes.needs, "${name}")`,
  };
}

/** Grants that nothing in the table needs and that would be made all the same, and grants that do not say whom they are for. */
export function findNeedlessGrants(grants: readonly Grant[], wanted: Wanted): readonly DeployFinding[] {
  return grants.flatMap((grant) => untold(grant) ?? needless(grant, wanted) ?? []);
}

function untold({ purposes, resource, cloud, place }: Grant): DeployFinding | undefined {
  const meant = purposes?.map((purpose) => mistyped(purpose)).find((name) => name !== undefined);
  if (purposes !== undefined && meant === undefined) return undefined;
  return {
    ...{ level: 'warning', code: 'untold-grant', cloud, place, resource },
    message: `nothing says whom this grant is for: expected a comment such as "# for: state", got ${purposes === undefined ? 'none' : `"# for: ${purposes.join(', ')}"`}`,
    fix: meant === undefined ? 'Add the comment above it' : `Did you mean ${meant}?`,
  };
}

function mistyped(purpose: string): string | undefined {
  return Object.hasOwn(PURPOSES, purpose) ? undefined : nearest(purpose, Object.keys(PURPOSES));
}

/** What serves several is needed while one of them is. */
function needless(
  { purposes = [], condition, resource, cloud, place }: Grant,
  wanted: Wanted,
): DeployFinding | undefined {
  const known = purposes.map((purpose) => (Object.hasOwn(PURPOSES, purpose) ? PURPOSES[purpose] : undefined));
  const isNeeded = known.some((one) => one === undefined || one.isNeeded(wanted) || one.follows.test(condition));
  if (isNeeded) return undefined;
  return {
    ...{ level: 'warning', code: 'needless-grant', cloud, place, resource },
    message: `no handler needs this grant, which is for ${purposes.join(', ')}, and it would be there all the same`,
    fix: `Make it depend on ${known.map((one) => one?.fix).join(' || ')}, or delete it`,
  };
}
