import { join } from 'node:path';
import type { Contender, Ready } from '../../contenders/contender.ts';
import { keepBuilt, runTool } from '../../contenders/keep-built.ts';

/** Amazon's own engine of content patterns, in Java, from Maven. Its second way of matching is meant for long arrays. */
export const eventRuler: Contender = {
  name: 'event-ruler',
  version: '2.1.0',
  prepare,
  modes: (operators) => (operators.has('arrays') ? ['plain', 'structured'] : ['plain']),
  warmUp: 1_500,
};

const folder = import.meta.dirname;
const JAVA = ['-Xmx4g', '-XX:+UseSerialGC'];

async function prepare(): Promise<Ready> {
  const files = ['pom.xml', 'EventRulerBench.java'];
  const built = await keepBuilt({ name: 'event-ruler', folder, files }, async (draft) => {
    const jars = ['-DincludeScope=runtime', `-DoutputDirectory=${draft}/jars`];
    await runTool(folder, 'mvn', '-B', '-q', 'dependency:copy-dependencies', ...jars);
    await runTool(folder, 'javac', '-d', `${draft}/classes`, '-cp', `${draft}/jars/*`, 'EventRulerBench.java');
  });
  const classes = [join(built, 'classes'), join(built, 'jars/*')].join(':');
  return {
    command: ({ mode, rules, events, settings: { verify, warmUp, round, rounds, limit } }) => [
      ...['java', ...JAVA, '-cp', classes, 'EventRulerBench'],
      ...[mode, rules, events, ...[verify, warmUp, round, rounds, limit].map(String)],
    ],
  };
}
