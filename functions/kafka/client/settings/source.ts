import type { Env } from '../../../../shared/delivery/embedded/env.ts';
import { type Properties, parseProperties } from './properties.ts';
import { readText } from './read-file.ts';

/** Where settings are said: in the environment, else in the file of KAFKA_PROPERTIES, else by the preset. */
export type Source = {
  readonly env: Env;
  /** The value without white space around it; undefined where it is empty or nobody says it. */
  readonly get: (name: string) => string | undefined;
  /** The value as the environment or the file says it, be it empty; the preset is not asked. */
  readonly raw: (name: string) => string | undefined;
  /** Where it stands, for a sentence: its variable, or its name with the file. */
  readonly where: (name: string) => string;
  /** All the names of the file. */
  readonly names: readonly string[];
};

/** Reads the file anew, so that what changed in it counts. Throws with a sentence when it cannot be read. */
export function readSource(env: Env, defaults: Properties = {}): Source {
  const path = env.KAFKA_PROPERTIES || undefined;
  const file = path === undefined ? {} : parseProperties(readText(path, 'KAFKA_PROPERTIES'));
  refuseProviders(file, path);
  return {
    env,
    get: (name) => trim(env[variableOf(name, env)]) ?? trim(file[name]) ?? defaults[name],
    raw: (name) => env[variableOf(name, env)] ?? file[name],
    where: (name) => whereIs(name, env, trim(file[name]) === undefined ? undefined : path),
    names: Object.keys(file),
  };
}

function refuseProviders(file: Properties, path: string | undefined): void {
  if (file['config.providers'] === undefined) return;
  throw new Error(
    `config.providers in ${path} names Java classes, which do not run here: expected the values themselves, KAFKA_SASL_PASSWORD_FILE or KAFKA_SECRET`,
  );
}

function whereIs(name: string, env: Env, path: string | undefined): string {
  const variable = variableOf(name, env);
  if (trim(env[variable]) !== undefined) return variable;
  return path === undefined ? `${variable} (${name})` : `${name} in ${path}`;
}

/** `KAFKA_` and the name in capitals; for the brokers KAFKA_BROKERS, unless only the long name is there. */
function variableOf(name: string, env: Env): string {
  const variable = `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`;
  return name === 'bootstrap.servers' && (env.KAFKA_BROKERS || env[variable] === undefined)
    ? 'KAFKA_BROKERS'
    : variable;
}

function trim(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}

/** Throws when two settings say the same thing. */
export function refuseBoth(source: Source, one: string, other: string): void {
  if (source.get(one) === undefined || source.get(other) === undefined) return;
  throw new Error(`${source.where(one)} and ${source.where(other)} are both set: expected one of them`);
}
