import { type Acl, type Grant, grantText, type Operation } from './grant.ts';

/** What is wrong with a principal's rights on a cluster. */
export type GrantFinding = {
  /** `missing` and `denied`: the router cannot work; `too-wide` and `needless`: it may do what it need not. */
  readonly kind: 'missing' | 'denied' | 'too-wide' | 'needless';
  readonly text: string;
  /** The rule on the cluster that is meant, if one is. */
  readonly acl?: Acl;
  /** What is needed there, if anything is. */
  readonly needs: readonly Grant[];
};

/**
 * Compares the rules of a cluster with what a principal needs, as Kafka's StandardAuthorizer reads them: a denial wins, `User:*` is
 * everybody, and Read, Write, Delete and Alter imply Describe. What `super.users` allows is in no rule, and so not seen here.
 */
export function compareGrants(
  principal: string,
  needed: readonly Grant[],
  acls: readonly Acl[],
): readonly GrantFinding[] {
  const mine = acls.filter((acl) => acl.principal === principal || acl.principal === EVERYBODY);
  const denials = mine.filter(({ permission }) => permission === 'deny');
  const grants = mine.filter(({ permission }) => permission === 'allow');
  return [
    ...needed.flatMap((grant) => lackOf(grant, grants, denials)),
    ...grants.flatMap((acl) => excessOf(acl, needed)),
  ];
}

const EVERYBODY = 'User:*';

function lackOf(grant: Grant, grants: readonly Acl[], denials: readonly Acl[]): GrantFinding[] {
  const denial = denials.find((acl) => overlaps(acl, grant) && forbids(acl.operation, grant.operation));
  const what = `${grantText(grant)} (${grant.why})`;
  if (denial !== undefined) {
    const text = `${what} is denied by: ${aclText(denial)}`;
    return [{ kind: 'denied', text, acl: denial, needs: [grant] }];
  }
  const anywhere = grants.filter((acl) => covers(acl, grant) && allows(acl.operation, grant.operation));
  if (anywhere.some(({ host }) => host === '*')) return [];
  const [one] = anywhere;
  if (one === undefined) return [{ kind: 'missing', text: `${what} is missing`, needs: [grant] }];
  return [{ kind: 'missing', text: `${what} is granted from ${one.host} alone`, acl: one, needs: [grant] }];
}

/** A rule that names just what is needed is none too many; one that covers it and more is too wide; all else is needless. */
function excessOf(acl: Acl, needed: readonly Grant[]): GrantFinding[] {
  const needs = needed.filter((grant) => covers(acl, grant) && allows(acl.operation, grant.operation));
  const isJust = (grant: Grant) => acl.pattern === grant.pattern && acl.name === grant.name && acl.operation !== 'All';
  if (needs.some(isJust) || needed.some((grant) => isJust(grant) && implies(grant, acl))) return [];
  if (needs.length === 0)
    return [{ kind: 'needless', text: `${aclText(acl)}: nothing of the router’s needs it`, acl, needs }];
  const just = needs.map(grantText).join(', ');
  return [{ kind: 'too-wide', text: `${aclText(acl)}: expected no more than ${just}`, acl, needs }];
}

/** Describe beside Read or Write says nothing that was not granted already. */
function implies(grant: Grant, acl: Acl): boolean {
  return grant.resource === acl.resource && allows(grant.operation, acl.operation);
}

/** Whether the rule is about all that the grant names. */
function covers(acl: Acl, { resource, pattern, name }: Omit<Grant, 'why'>): boolean {
  if (acl.resource !== resource) return false;
  if (acl.pattern === 'prefixed') return name.startsWith(acl.name);
  return acl.name === '*' || (pattern === 'literal' && acl.name === name);
}

/** Whether there is anything that both are about. */
function overlaps(acl: Acl, grant: Grant): boolean {
  return covers(acl, grant) || covers({ ...acl, ...place(grant) }, acl);
}

function place({ resource, pattern, name }: Grant): Pick<Grant, 'resource' | 'pattern' | 'name'> {
  return { resource, pattern, name };
}

const DESCRIBING: readonly Operation[] = ['Read', 'Write', 'Delete', 'Alter'];

function allows(granted: Operation, wanted: Operation): boolean {
  if (granted === wanted || granted === 'All') return true;
  if (wanted === 'Describe') return DESCRIBING.includes(granted);
  return wanted === 'DescribeConfigs' && granted === 'AlterConfigs';
}

/** Who is denied to describe a thing can do nothing with it: each client asks about it first. */
function forbids(denied: Operation, wanted: Operation): boolean {
  return denied === wanted || denied === 'All' || (denied === 'Describe' && DESCRIBING.includes(wanted));
}

function aclText(acl: Acl): string {
  const from = acl.host === '*' ? '' : ` from ${acl.host}`;
  const who = acl.principal === EVERYBODY ? ' to everybody' : '';
  return `${acl.permission === 'allow' ? 'Allow' : 'Deny'}${who} ${grantText(acl)}${from}`;
}
