import { quote } from '../text.ts';
import { type Grant, OPERATIONS, type Operation } from './grant.ts';

export type Target = {
  readonly principal: string;
  /** `host:port,host:port`. */
  readonly brokers: string;
  /** The admin's `.properties` file. */
  readonly config: string;
};

/** One line of Kafka's own `kafka-acls.sh` for each resource. */
export function kafkaLines(grants: readonly Grant[], { principal, brokers, config }: Target): readonly string[] {
  return byResource(grants).map(({ resource, pattern, name, operations }) =>
    [
      `kafka-acls.sh --bootstrap-server ${quote(brokers)} --command-config ${quote(config)} --add`,
      `--allow-principal ${quote(principal)}`,
      ...operations.map((operation) => `--operation ${operation}`),
      resource === 'cluster' ? '--cluster' : `--${resource} ${quote(name)}`,
      ...(pattern === 'prefixed' ? ['--resource-pattern-type prefixed'] : []),
    ].join(' '),
  );
}

/** The same for Redpanda's `rpk`, which finds the cluster by its own profile. */
export function rpkLines(grants: readonly Grant[], { principal }: Pick<Target, 'principal'>): readonly string[] {
  return byResource(grants).map(({ resource, pattern, name, operations }) =>
    [
      `rpk security acl create --allow-principal ${quote(principal)}`,
      `--operation ${operations.map((operation) => OPERATIONS[operation].toLowerCase()).join(',')}`,
      resource === 'cluster' ? '--cluster' : `--${resource} ${quote(name)}`,
      ...(pattern === 'prefixed' ? ['--resource-pattern-type prefixed'] : []),
    ].join(' '),
  );
}

type Resource = Omit<Grant, 'operation' | 'why'> & { readonly operations: readonly Operation[] };

function byResource(grants: readonly Grant[]): readonly Resource[] {
  const found = new Map<string, Resource>();
  for (const { resource, pattern, name, operation } of grants) {
    const key = JSON.stringify([resource, name, pattern]);
    const operations = [...(found.get(key)?.operations ?? []), operation];
    found.set(key, { resource, pattern, name, operations: [...new Set(operations)] });
  }
  return [...found.values()];
}
