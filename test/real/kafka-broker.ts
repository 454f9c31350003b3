import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export type Broker = {
  /** `127.0.0.1:PORT`. */
  readonly brokers: string;
  readonly close: () => Promise<void>;
};

const VERSION = '4.3.1';
const JARS = join(import.meta.dirname, '../../node_modules/.cache/waybill', `kafka-${VERSION}`);

const run = promisify(execFile);

/** Apache Kafka's jars, fetched once with Maven; `missing` says what this machine lacks. */
export async function findKafka(): Promise<{ readonly jars: string } | { readonly missing: string }> {
  if (!(await works('java', ['-version']))) return { missing: 'no Java' };
  if (existsSync(JARS)) return { jars: JARS };
  if (!(await works('mvn', ['-v']))) return { missing: 'no Maven, which fetches Kafka' };
  try {
    await fetchJars();
    return { jars: JARS };
  } catch (error) {
    return { missing: `Maven could not fetch Kafka: ${error instanceof Error ? error.message.split('\n')[0] : error}` };
  }
}

/** A fresh broker of one node (KRaft) on free ports, with no topics and no security. */
export async function startBroker(jars: string): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-kafka-'));
  const [port, controller] = [await freePort(), await freePort()];
  const properties = join(folder, 'server.properties');
  await writeFile(properties, toProperties(folder, port, controller));
  const java = ['-cp', `${jars}/*`, '-Xmx160m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qk', '-c', properties]);
  const logging = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=info'];
  const child = spawn('java', [...java, ...logging, 'kafka.Kafka', properties], { stdio: ['ignore', 'pipe', 'pipe'] });
  await started(child);
  const close = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  return { brokers: `127.0.0.1:${port}`, close };
}

/** Two test files may do this at the same time: the second one to be done keeps what the first one brought. */
async function fetchJars(): Promise<void> {
  await mkdir(dirname(JARS), { recursive: true });
  const draft = await mkdtemp(`${JARS}-draft-`);
  await writeFile(join(draft, 'pom.xml'), POM);
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}/jars`];
  await run('mvn', ['-B', '-q', ...goal], { cwd: draft });
  await rename(join(draft, 'jars'), JARS).catch((error: unknown) => {
    if (!existsSync(JARS)) throw error;
  });
  await rm(draft, { recursive: true });
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>waybill</groupId><artifactId>kafka-broker</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** One replica of everything, and little memory. */
function toProperties(folder: string, port: number, controller: number): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${folder}/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=10485760
log.cleaner.threads=1
`;
}

/** Rejects, with the broker's last words, when it ends before it is up. */
function started(child: ChildProcess): Promise<void> {
  const words: string[] = [];
  return new Promise((resolve, reject) => {
    for (const input of [child.stdout, child.stderr]) {
      if (input === null) continue;
      createInterface({ input }).on('line', (line) => {
        words.push(line);
        if (words.length > 20) words.shift();
        if (line.includes('Kafka Server started')) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`Kafka did not start:\n${words.join('\n')}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
