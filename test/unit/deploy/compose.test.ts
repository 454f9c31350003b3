import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startChild } from '../../e2e/support/child.ts';
import { at, createIsRead, type Node, readDeployed, readYaml, seconds } from './deploy-folder.ts';
import { imageTree } from './image-tree.ts';

const compose = readYaml('compose.yaml');
const services = Object.entries(compose.services as Record<string, Node>); // Compose's own form
const env = at(compose, 'services.worker.environment') as Record<string, string | null>; // as written there
const created = at(compose, 'services.topics.command') as string[]; // as written there

const mounts = services.flatMap(([, { volumes = [] }]) =>
  (volumes as string[]).map((text) => text.split(':')[0] ?? ''),
); // the short form
const folders = mounts.flatMap((source) => (source.startsWith('../../') ? [source.slice(6)] : []));

describe('the compose file', () => {
  it('sets only variables that the worker reads', () => {
    const isRead = createIsRead();
    expect(Object.keys(env).filter((variable) => !isRead(variable))).toEqual([]);
  });

  it('makes the topics that the worker reads and writes', () => {
    expect([env.KAFKA_TOPIC, env.KAFKA_DEAD_LETTER_TOPIC].filter((topic) => !created.includes(topic ?? ''))).toEqual(
      [],
    );
  });

  it('gives a worker longer to end than it takes, by ten seconds at least', () => {
    const grace = seconds(env.WAYBILL_GRACE);
    expect(grace).toBeGreaterThan(0);
    expect(seconds(at(compose, 'services.worker.stop_grace_period'))).toBeGreaterThanOrEqual(grace + 10);
  });

  it('publishes on the loopback address alone', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports as string[]); // the short form
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(ports.length).toBeGreaterThan(0);
  });

  it('names each image at a version', () => {
    const images = services.map(([, { image }]) => String(image));
    expect(images.filter((image) => !/:v?\d+\.\d+(?:\.\d+)?(?:-[a-z-]+)?$/.test(image))).toEqual([]);
  });

  it('waits for what is needed until it is well', () => {
    const waits = services.flatMap(([name, { depends_on: on = {} }]) =>
      Object.entries(on as Record<string, { condition: string }>).map(([other, { condition }]) => ({
        name,
        other,
        condition,
      })),
    ); // the long form
    for (const { other, condition } of waits) {
      if (condition === 'service_healthy') expect(at(compose, `services.${other}`)).toHaveProperty('healthcheck');
    }
    expect(waits.map(({ name, other }) => `${name} ${other}`)).toContain('worker topics');
  });

  it('declares each volume that it mounts, and mounts each that it declares', () => {
    const named = mounts.filter((source) => !source.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes as object).sort());
  });

  it('has a payment gateway that runs from what is mounted for it', async () => {
    const root = imageTree(folders);
    const [, ...args] = at(compose, 'services.payments.command') as string[]; // as written there
    const { PORT, HOST } = at(compose, 'services.payments.environment') as Record<string, string>; // as written there
    expect([env.PAYMENTS_URL, HOST]).toEqual([`http://payments:${PORT}/kafka`, '0.0.0.0']);
    const child = startChild(args, { cwd: root, env: { PORT: '0', PAYMENTS_ROOT: join(root, 'ledger') } });
    try {
      const [, url] = await child.says(/"url":"([^"]+)"/);
      expect((await fetch(`${url}/kafka/v1/ledger`)).status).toBe(200);
    } finally {
      await child.close();
      rmSync(root, { recursive: true });
    }
  });

  it('builds with the Containerfile that lies beside it', () => {
    expect(at(compose, 'services.worker.build')).toEqual({
      context: '../..',
      dockerfile: 'deploy/kafka/Containerfile',
    });
    expect(readDeployed('Containerfile')).toContain('FROM ');
  });
});
