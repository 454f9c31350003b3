import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from '@platformatic/kafka';
import { compareGrants } from './compare-grants.ts';
import { type Acl, type Grant, OPERATIONS, RESOURCES } from './grant.ts';

/** Every rule of the cluster's. Rules of kinds that this version does not know are left out. */
export async function readAcls(admin: Admin): Promise<readonly Acl[]> {
  const { AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } = await import(
    '@platformatic/kafka'
  );
  const any = { resourceName: null, principal: null, host: null } as const;
  const filter = {
    ...any,
    resourceType: ResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperations.ANY,
    permissionType: AclPermissionTypes.ANY,
  };
  const resources = await admin.describeAcls({ filter });
  return resources.flatMap(({ resourceType, resourceName: name, resourcePatternType, acls }) => {
    const resource = keysOf(RESOURCES).find((one) => ResourceTypes[RESOURCES[one]] === resourceType);
    if (resource === undefined) return [];
    const pattern = resourcePatternType === ResourcePatternTypes.PREFIXED ? 'prefixed' : 'literal';
    return acls.flatMap(({ principal, host, operation: code, permissionType }): Acl[] => {
      const operation = keysOf(OPERATIONS).find((one) => AclOperations[OPERATIONS[one]] === code);
      const permission = permissionType === AclPermissionTypes.DENY ? 'deny' : 'allow';
      return operation === undefined ? [] : [{ resource, pattern, name, principal, host, operation, permission }];
    });
  });
}

/**
 * Allows a principal all this from every host; what is allowed already stays as it is. Resolves once the broker that is asked acts on it:
 * it says yes when the controller has it, and is told of it by that a moment later.
 */
export async function createGrants(admin: Admin, principal: string, grants: readonly Grant[]): Promise<void> {
  const { AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } = await import(
    '@platformatic/kafka'
  );
  const creations = grants.map(({ resource, pattern, name, operation }) => ({
    resourceType: ResourceTypes[RESOURCES[resource]],
    resourceName: name,
    resourcePatternType: pattern === 'prefixed' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal,
    host: '*',
    operation: AclOperations[OPERATIONS[operation]],
    permissionType: AclPermissionTypes.ALLOW,
  }));
  await admin.createAcls({ creations });
  for (let tries = 1; !(await isKnown(admin, principal, grants)); tries += 1) {
    if (tries === TRIES)
      throw new Error(`The grants of ${principal} were taken and are not in force after ${TRIES} looks`);
    await delay(100);
  }
}

const TRIES = 100;

async function isKnown(admin: Admin, principal: string, grants: readonly Grant[]): Promise<boolean> {
  return !compareGrants(principal, grants, await readAcls(admin)).some(({ kind }) => kind === 'missing');
}

function keysOf<T extends object>(table: T): readonly (keyof T)[] {
  return Object.keys(table) as (keyof T)[]; // a table of ours, with these keys alone
}
