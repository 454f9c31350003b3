export type Operation = keyof typeof OPERATIONS;
export type ResourceKind = keyof typeof RESOURCES;

/** Leave to do one thing with a resource, in Kafka's words. */
export type Grant = {
  readonly resource: ResourceKind;
  /** `prefixed`: all whose names begin with `name`; as a literal name, `*` is all of them. */
  readonly pattern: 'literal' | 'prefixed';
  readonly name: string;
  readonly operation: Operation;
  /** What it is for, as the end of a sentence. */
  readonly why: string;
};

/** A rule of a cluster's: a grant, or a denial, which wins over each grant. */
export type Acl = Omit<Grant, 'why'> & {
  readonly principal: string;
  readonly host: string;
  readonly permission: 'allow' | 'deny';
};

/** Kafka's names of the operations: as its tools write them, and as its protocol's constants. */
export const OPERATIONS = {
  All: 'ALL',
  Read: 'READ',
  Write: 'WRITE',
  Create: 'CREATE',
  Delete: 'DELETE',
  Alter: 'ALTER',
  Describe: 'DESCRIBE',
  ClusterAction: 'CLUSTER_ACTION',
  DescribeConfigs: 'DESCRIBE_CONFIGS',
  AlterConfigs: 'ALTER_CONFIGS',
  IdempotentWrite: 'IDEMPOTENT_WRITE',
  CreateTokens: 'CREATE_TOKENS',
  DescribeTokens: 'DESCRIBE_TOKENS',
  TwoPhaseCommit: 'TWO_PHASE_COMMIT',
} as const;

/** The same for what they are done with. */
export const RESOURCES = {
  topic: 'TOPIC',
  group: 'GROUP',
  cluster: 'CLUSTER',
  'transactional-id': 'TRANSACTIONAL_ID',
  'delegation-token': 'DELEGATION_TOKEN',
  user: 'USER',
} as const;

/** `Read on the topic orders`. */
export function grantText({ resource, pattern, name, operation }: Omit<Grant, 'why'>): string {
  if (resource === 'cluster') return `${operation} on the cluster`;
  if (pattern === 'prefixed') return `${operation} on each ${resource} that begins with ${name}`;
  return name === '*' ? `${operation} on each ${resource}` : `${operation} on the ${resource} ${name}`;
}

/** Whether a text is `TYPE:NAME`, as Kafka takes it for somebody. */
export function isPrincipal(text: string): boolean {
  return /^[A-Za-z]+:.+$/.test(text);
}
