import { readFileSync } from 'node:fs';
import type { BuildEngine, Match } from './engine.ts';
import { heapUsed } from './heap.ts';
import { measure, verify } from './measure.ts';
import type { Measured, Report, Settings } from './report.ts';

/**
 * Measures one engine in a process of its own: node --expose-gc main.ts MODULE PACKAGES RULES EVENTS SETTINGS
 * Rules and events are files with a JSON document on each line. Prints one line, a `Report`.
 */
const [module = '', packages = '', rulesFile = '', eventsFile = '', json = '{}'] = process.argv.slice(2);
const settings: Settings = JSON.parse(json);
const { build }: { readonly build: BuildEngine } = await import(module);
const rules = readLines(rulesFile);
const lines = readLines(eventsFile);

let kept = -heapUsed();
const start = performance.now();
const engine = build(rules, packages);
const buildMs = performance.now() - start;
kept += heapUsed();

const inputs = {
  ...(engine.bytes && { bytes: await measureInput(engine.bytes, (line) => Buffer.from(line)) }),
  ...(engine.text && { text: await measureInput(engine.text, (line) => line) }),
  ...(engine.object && { object: await measureInput(engine.object, (line): object => JSON.parse(line)) }),
};
const report: Report = { buildMs, bytesPerRule: kept / rules.length, inputs };
process.stdout.write(`${JSON.stringify(report)}\n`);

async function measureInput<Event>(match: Match<Event>, parse: (line: string) => Event): Promise<Measured> {
  const task = { events: lines.map(parse), match, settings };
  // What a matcher builds only when events come is kept too.
  const before = heapUsed();
  const answer = await verify(task);
  kept += heapUsed() - before;
  return { ...answer, rates: await measure(task) };
}

function readLines(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}
