import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isMissing } from '../../../shared/delivery/embedded/folder.ts';
import { isObject } from '../../../shared/schemas/json.ts';
import { TRIGGERS } from '../compiled.ts';
import { ROUTES } from './expand.ts';
import type { Resource } from './resource.ts';

const FILE = 'serverless.yml';

/**
 * The function `router` of serverless.yml and its events as resources of the types `serverless function`, `serverless sqs`, `serverless
 * msk` and so on, or none where there is no such file. Throws an Error with the line for what is not YAML. What cli/deploy makes of routes.json is made here of `routes`, with Terraform’s outputs called by their names.
 */
export async function readServerless(root: string, routes: object): Promise<readonly Resource[]> {
  const text = await readFile(join(root, FILE), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const document = await parseYaml(text);
  const written = member(document, 'functions', 'router', 'events');
  const events = Array.isArray(written) ? written : makeEvents(root, document, routes);
  return [FUNCTION, ...events.flatMap((event) => toResources(event, routes))];
}

/** It serves nothing by itself: with it, serverless.yml is a way to deploy that is in use, whatever events it has. */
const FUNCTION: Resource = {
  ...{ type: 'serverless function', name: 'router', file: FILE, place: FILE, address: 'functions.router' },
  ...{ body: {}, serves: new Set(), condition: '', writeOut: () => '' },
};

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text);
  } catch (cause) {
    // The lines of the file come after it.
    throw new Error(cause instanceof Error ? cause.message.replace(/:\n[\s\S]*$/, '') : String(cause), { cause });
  }
}

type Make = (deployment: object, kafka: unknown) => unknown;

/** What serverless.yml has from cli/deploy/aws.cjs, made by the parts of that which need no account. */
function makeEvents(root: string, document: unknown, routes: object): readonly unknown[] {
  const require = createRequire(join(root, FILE));
  const { toKafka } = require('./cli/deploy/aws-kafka.cjs') as { readonly toKafka: Make }; // CommonJS has no types
  const { toEvents } = require('./cli/deploy/aws-events.cjs') as { readonly toEvents: Make }; // likewise
  const { OUTPUT_NAMES } = require('./cli/deploy/terraform-outputs.cjs') as {
    readonly OUTPUT_NAMES: readonly string[];
  }; // likewise
  const outputs = Object.fromEntries(
    OUTPUT_NAMES.map((name) => [name, OUTPUTS.has(name) ? OUTPUTS.get(name) : `arn:${name}/${name}`]),
  );
  const parameters = { ...asObject(member(document, 'params', 'default')), kafkaBrokers: [] };
  const deployment = { outputs, parameters, routes };
  const kafka = toKafka(deployment, undefined);
  const events = member(toEvents(deployment, kafka), 'router', 'events');
  const extensions = Object.values(asObject(member(kafka, 'extensions')));
  return (Array.isArray(events) ? events : []).map((event) => extend(event, extensions));
}

/** An MSK cluster that is there, with a function that stays outside of its VPC. */
const OUTPUTS: ReadonlyMap<string, unknown> = new Map([
  ['msk_auth', 'iam'],
  ['vpc_subnet_ids', undefined],
]);

/** What Serverless’s schema lacks for Kafka is beside it, in `resources.extensions`. */
function extend(event: unknown, extensions: readonly unknown[]): unknown {
  const msk = member(event, 'msk');
  return isObject(msk) ? { msk: Object.assign({}, msk, ...extensions.map((one) => member(one, 'Properties'))) } : event;
}

function toResources(event: unknown, routes: object): readonly Resource[] {
  return Object.entries(asObject(event)).map(([name, value]) => {
    const body = asObject(value);
    const text = JSON.stringify({ ...body, filterPatterns: undefined });
    const serves = new Set(
      TRIGGERS.filter((trigger) => (trigger === 'kafka' ? name === 'msk' : text.includes(trigger))),
    );
    const [first = 'events'] = serves;
    const filter = JSON.stringify(member(routes, 'triggers', first, 'filterPatterns'));
    return {
      ...{ type: `serverless ${name}`, name, file: FILE, place: FILE, address: `functions.router.events.${name}` },
      // Where nothing can be kept out there is no filter to write.
      body: filter === '[]' ? { filterPatterns: [], ...body } : body,
      ...{ serves, condition: '' },
      writeOut: (argument) => {
        const written = JSON.stringify(argument);
        return written === filter || written.includes('routes.json') ? ROUTES : written;
      },
    };
  });
}

function member(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
