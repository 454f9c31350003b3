import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeIf } from '../../skip.ts';
import { at, createIsRead, FOLDER, readDeployed, readYaml, seconds } from './deploy-folder.ts';

const settings = at(readYaml('kubernetes/worker/settings.yaml'), 'data') as Record<string, string>; // a ConfigMap's are texts
const deployment = readYaml('kubernetes/worker/deployment.yaml');
const pod = at(deployment, 'spec.template.spec');
const container = at(pod, 'containers.0');
const trigger = at(readYaml('kubernetes/keda/scaled-object.yaml'), 'spec.triggers.0.metadata');
const files = readdirSync(join(FOLDER, 'kubernetes'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);

describe('the manifests for Kubernetes', () => {
  it.each(files)('parse, and are in a namespace of their own: %s', (file) => {
    const { apiVersion, kind, metadata } = readYaml(join('kubernetes', file));
    expect([typeof apiVersion, typeof kind]).toEqual(['string', 'string']);
    if (kind !== 'Kustomization' && kind !== 'Namespace') expect(metadata).toMatchObject({ namespace: 'waybill' });
  });

  it.each(['worker', 'keda'])('are all applied: %s', (folder) => {
    const applied = at(readYaml(`kubernetes/${folder}/kustomization.yaml`), 'resources') as string[]; // a Kustomization's
    const there = readdirSync(join(FOLDER, 'kubernetes', folder)).filter((file) => file !== 'kustomization.yaml');
    expect(applied.filter((file) => !file.startsWith('..')).sort()).toEqual(there.sort());
  });

  it('set only variables that the worker reads', () => {
    const isRead = createIsRead();
    const variables = [...Object.keys(settings), ...secrets().map(({ name }) => name)];
    expect(variables.filter((variable) => !isRead(variable))).toEqual([]);
  });

  it('set all that a worker of several processes cannot do without', () => {
    const needed = ['KAFKA_BROKERS', 'KAFKA_TOPIC', 'KAFKA_GROUP', 'STATE_URL', 'DEAD_LETTERS_BUCKET'];
    const set = [...Object.keys(settings), ...secrets().map(({ name }) => name)];
    expect(needed.filter((variable) => !set.includes(variable))).toEqual([]);
  });

  it('ask for health where the worker says it', () => {
    const port = Number(settings.WAYBILL_HEALTH_PORT);
    expect(at(container, 'ports.0')).toEqual({ name: 'health', containerPort: port });
    expect(at(deployment, 'spec.template.metadata.annotations')).toMatchObject({
      'prometheus.io/port': String(port),
      'prometheus.io/path': '/metrics',
    });
    for (const [probe, path] of PROBES) {
      expect(at(container, `${probe}.httpGet`)).toEqual({ path, port: 'health' });
    }
  });

  it('give a worker longer to end than it takes, by ten seconds at least', () => {
    const grace = seconds(settings.WAYBILL_GRACE);
    expect(grace).toBeGreaterThan(0);
    expect(at(pod, 'terminationGracePeriodSeconds')).toBeGreaterThanOrEqual(grace + 10);
  });

  it('scale on the topic and the group that the worker reads, with no more workers than partitions', () => {
    expect(trigger).toMatchObject({
      bootstrapServers: settings.KAFKA_BROKERS,
      consumerGroup: settings.KAFKA_GROUP,
      topic: settings.KAFKA_TOPIC,
      allowIdleConsumers: 'false',
      sasl: settings.KAFKA_SASL_MECHANISM?.toLowerCase().replace('-sha-', '_sha'),
      tls: settings.KAFKA_SECURITY_PROTOCOL?.endsWith('SSL') ? 'enable' : 'disable',
    });
    expect(at(readYaml('kubernetes/keda/scaled-object.yaml'), 'spec.maxReplicaCount')).toBe(partitionsOfCompose());
  });

  it('write numbers and switches of KEDA as texts', () => {
    expect(Object.values(trigger as object).filter((value) => typeof value !== 'string')).toEqual([]);
  });

  it('name secrets by keys that the README makes, and hold none', () => {
    const made = madeSecrets();
    const asked = [...secrets(), ...triggerSecrets(), ...mounted()];
    expect(asked.filter(({ secret, key }) => !made.has(`${secret} ${key}`))).toEqual([]);
    expect(files.filter((file) => readYaml(join('kubernetes', file)).kind === 'Secret')).toEqual([]);
  });

  it('let a node be drained of workers that cannot become ready', () => {
    const budget = at(readYaml('kubernetes/worker/disruption-budget.yaml'), 'spec');
    expect(budget).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  it('need no right, no root and no disk', () => {
    expect(at(container, 'securityContext')).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
    });
    expect([at(pod, 'securityContext.runAsNonRoot'), at(pod, 'automountServiceAccountToken')]).toEqual([true, false]);
    const user = /^USER (\d+)/m.exec(readDeployed('Containerfile'))?.[1];
    expect(String(at(pod, 'securityContext.runAsUser'))).toBe(user);
  });
});

const PROBES = [
  ['startupProbe', '/livez'],
  ['livenessProbe', '/livez'],
  ['readinessProbe', '/readyz'],
] as const;

type Asked = { readonly name: string; readonly secret: string; readonly key: string };

/** The variables that come from a secret. */
function secrets(): Asked[] {
  const env = at(container, 'env') as { name: string; valueFrom: { secretKeyRef: { name: string; key: string } } }[]; // as Kubernetes has it
  return env.map(({ name, valueFrom: { secretKeyRef } }) => ({
    name,
    secret: secretKeyRef.name,
    key: secretKeyRef.key,
  }));
}

function triggerSecrets(): Asked[] {
  const refs = at(readYaml('kubernetes/keda/trigger-authentication.yaml'), 'spec.secretTargetRef');
  return (refs as { parameter: string; name: string; key: string }[]).map(({ parameter, name, key }) => ({
    name: parameter,
    secret: name,
    key,
  })); // as KEDA has it
}

/** The files that settings name in a folder which is a secret. */
function mounted(): Asked[] {
  const folder = String(at(container, 'volumeMounts.0.mountPath'));
  const secret = String(at(pod, 'volumes.0.secret.secretName'));
  return Object.entries(settings).flatMap(([name, value]) =>
    value.startsWith(`${folder}/`) ? [{ name, secret, key: value.slice(folder.length + 1) }] : [],
  );
}

/** `SECRET KEY` for each that the README's commands make. */
function madeSecrets(): ReadonlySet<string> {
  const commands = readDeployed('README.md').replaceAll('\\\n', ' ').split('\n');
  return new Set(
    commands.flatMap((command) => {
      const [, secret] = /create secret generic (\S+)/.exec(command) ?? [];
      return [...command.matchAll(/--from-(?:literal|file)=([^=\s]+)=/g)].map(([, key]) => `${secret} ${key}`);
    }),
  );
}

function partitionsOfCompose(): number {
  const command = at(readYaml('compose.yaml'), 'services.topics.command') as string[]; // as written there
  return Number(/--partitions=(\d+)/.exec(command.join(' '))?.[1]);
}

const kustomize = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });

describeIf(kustomize.status === 0, 'no kubectl on the PATH')('kubectl kustomize', () => {
  it.each(['worker', 'keda'])('takes the folder: %s', (folder) => {
    const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(FOLDER, 'kubernetes', folder)], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('kind: Deployment');
  });
});
