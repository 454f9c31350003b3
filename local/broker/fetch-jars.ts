import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

type Fetch = {
  readonly version: string;
  /** Made, with the jars in it. */
  readonly folder: string;
  readonly onProgress: (text: string) => void;
};

/** Two processes may do this at the same time: the second one to be done keeps what the first one brought. */
export async function fetchJars({ version, folder, onProgress }: Fetch): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await clearDrafts(folder);
  const draft = await mkdtemp(`${folder}-draft-`);
  try {
    onProgress(`fetching Apache Kafka ${version} with Maven, 54 MB, this once`);
    await writeFile(join(draft, 'pom.xml'), toPom(version));
    await runMaven(draft, countJars(onProgress));
    await rename(join(draft, 'jars'), folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A fetch that was killed leaves its draft; none takes an hour. */
async function clearDrafts(folder: string): Promise<void> {
  const parent = dirname(folder);
  const names = (await readdir(parent)).filter((name) => name.startsWith(`${basename(folder)}-draft-`));
  for (const draft of names.map((name) => join(parent, name))) {
    const age = Date.now() - (await stat(draft)).mtimeMs;
    if (age > HOUR) await rm(draft, { recursive: true, force: true });
  }
}

const HOUR = 3_600_000;

/** Rejects with Maven's first error, or else the first line of what it wrote to stderr. */
async function runMaven(cwd: string, onLine: (line: string) => void): Promise<void> {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(cwd, 'jars')}`];
  const child = spawn('mvn', ['-B', ...goal], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  createInterface({ input: child.stdout }).on('line', (coloured) => {
    const line = stripVTControlCharacters(coloured);
    onLine(line);
    if (line.startsWith('[ERROR]')) errors.push(line.replace(/^\[ERROR\]\s*|\s*-> \[Help \d+\]\s*$/g, ''));
  });
  const [code] = await once(child, 'close');
  const said = stripVTControlCharacters(stderr).trim().split('\n');
  if (code !== 0) throw new Error(errors[0] || said[0] || `mvn ended with code ${code}`);
}

function countJars(onProgress: (text: string) => void): (line: string) => void {
  let jars = 0;
  return (line) => {
    if (!/^(\[INFO\] )?Downloaded .*\.jar\b/.test(line)) return;
    jars += 1;
    if (jars % 10 === 0) onProgress(`  ${jars} jars`);
  };
}

/** The broker, its command line tools, and a logger that writes to standard error. */
function toPom(version: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>waybill</groupId><artifactId>kafka-broker</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;
}
