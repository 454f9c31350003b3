import {
  AclOperations,
  AclPermissionTypes,
  type Admin,
  ResourcePatternTypes,
  ResourceTypes,
} from '@platformatic/kafka';
import { type Acl, type Grant, OPERATIONS, RESOURCES } from './grant.ts';

/** Every rule of the cluster's. Rules of kinds that this version does not know are left out. */
export async function readAcls(admin: Admin): Promise<readonly Acl[]> {
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

/** Allows a principal all this from every host. What is allowed already stays as it is. */
export async function createGrants(admin: Admin, principal: string, grants: readonly Grant[]): Promise<void> {
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
}

function keysOf<T extends object>(table: T): readonly (keyof T)[] {
  return Object.keys(table) as (keyof T)[]; // a table of ours, with these keys alone
}
