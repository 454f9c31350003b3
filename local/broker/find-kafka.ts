import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { fetchJars } from './fetch-jars.ts';
import { makeArchive } from './make-archive.ts';

export const KAFKA_VERSION = '4.3.1';

const JARS = join(import.meta.dirname, '../../node_modules/.cache/waybill', `apache-kafka-${KAFKA_VERSION}`);

/** The folder of Apache Kafka's jars, its command line tools among them; or, for a sentence, what this machine lacks, and what to do. */
export type FoundKafka = { readonly jars: string } | { readonly missing: string; readonly fix: string };

const INSTALL =
  'Install a JDK of version 17 or later and Maven, such as `apt-get install openjdk-17-jdk-headless maven` or `brew install openjdk maven`';
const REACH =
  'Maven needs the network this once: see to its access, or name a mirror or proxy in ~/.m2/settings.xml, and start it again';

const run = promisify(execFile);

/** Apache Kafka on this machine, fetched once with Maven. `onProgress` hears what is being fetched, a line at a time. */
export async function findKafka(onProgress: (text: string) => void = () => {}): Promise<FoundKafka> {
  const java = await javaVersion();
  if (java === undefined) return { missing: 'no Java', fix: INSTALL };
  if (java < 17) return { missing: `Java ${java}, where Kafka needs 17 or later`, fix: INSTALL };
  if (existsSync(JARS)) return { jars: JARS };
  if (!(await hasMaven())) return { missing: 'no Maven, which fetches Kafka', fix: INSTALL };
  try {
    await fetchJars({ version: KAFKA_VERSION, folder: JARS, onProgress });
  } catch (error) {
    return { missing: `Maven could not fetch Kafka: ${messageOf(error)}`, fix: REACH };
  }
  onProgress('starting it once, so that it starts faster from now on');
  await makeArchive(JARS).catch((error: unknown) => onProgress(`it will start slowly: ${messageOf(error)}`));
  return { jars: JARS };
}

/** The jars, or an error that says what is missing. */
export async function needKafka(): Promise<string> {
  const found = await findKafka();
  if ('missing' in found) throw new Error(`Kafka cannot start here: ${found.missing}`);
  return found.jars;
}

/** 17 for `openjdk version "17.0.15"`, 8 for `java version "1.8.0_402"`. */
async function javaVersion(): Promise<number | undefined> {
  const output = await run('java', ['-version']).catch(() => undefined);
  const [, major] = /version "(?:1\.)?(\d+)/.exec(output?.stderr ?? '') ?? [];
  return major === undefined ? undefined : Number(major);
}

function hasMaven(): Promise<boolean> {
  return run('mvn', ['-v']).then(
    () => true,
    () => false,
  );
}
