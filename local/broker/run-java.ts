import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

export type JavaOptions = {
  readonly jars: string;
  /** `160m`: for heaps below 256m the broker's properties keep its log cleaner small. */
  readonly heap?: string;
  /** `-Djava.security.krb5.conf=…` and the like. */
  readonly options?: readonly string[];
};

/** The arguments of `java` with which each of Kafka's programs starts: what follows is its class and its own arguments. */
export function javaArguments({ jars, heap = '160m', options = [] }: JavaOptions): readonly string[] {
  const archive = archiveOf(jars);
  const makesOne = options.some((option) => option.startsWith('-XX:ArchiveClassesAtExit'));
  return [
    `-Xmx${heap}`,
    '-XX:+UseSerialGC',
    ...(existsSync(archive) && !makesOne ? [`-XX:SharedArchiveFile=${archive}`, '-Xshare:auto', '-Xlog:cds=off'] : []),
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
    '-cp',
    `${jars}/*`,
    ...options,
  ];
}

/** The classes of a broker as Java has loaded them before, which halves the time in which one starts. */
export function archiveOf(jars: string): string {
  return `${jars}.jsa`;
}

/** Runs one of Kafka's own tools, such as `org.apache.kafka.tools.AclCommand`; gives its output, and rejects with it. */
export async function runKafkaTool(jars: string, [tool, ...args]: readonly [string, ...string[]]): Promise<string> {
  const quiet = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-XX:TieredStopAtLevel=1'];
  const java = javaArguments({ jars, options: quiet });
  const { stdout } = await promisify(execFile)('java', [...java, tool, ...args]);
  return stdout;
}
