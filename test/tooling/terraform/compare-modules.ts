import { type Module, type Top, topsOfKind } from './read-module.ts';

/** What the modules have in common, by the same name. */
const VARIABLES = [
  'alert_email',
  'force_destroy',
  'function_timeout',
  'labels',
  'max_instances',
  'memory',
  'name',
  'package',
  'region',
  'secrets',
  'settings',
] as const;
const OUTPUTS = [
  'dead_letters_bucket',
  'dead_letters_function_name',
  'events_topic',
  'function_name',
  'region',
  'state_table',
  'thumbnails_bucket',
  'uploads_bucket',
] as const;

/** Each cloud has its own kind of secret’s name. */
const OWN_WORDS = new Set(['secrets']);

/** What a cloud has no use for: Event Grid bounds a call itself, and Azure has no account that refuses to go while it holds something. */
const WITHOUT: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['terraform/azure', new Set(['force_destroy', 'function_timeout'])],
]);

/** Every common variable and output that is missing in a module, or is another there than in the first. */
export function compareModules(modules: readonly Module[]): string[] {
  const [first, ...others] = modules;
  if (first === undefined) return [];
  return [
    ...modules.flatMap((module) => [...missing(module, 'variable', VARIABLES), ...missing(module, 'output', OUTPUTS)]),
    ...others.flatMap((other) => [
      ...VARIABLES.flatMap((name) =>
        differences([first, other], name, OWN_WORDS.has(name) ? ['type'] : ['type', 'description']),
      ),
    ]),
  ];
}

function missing(module: Module, kind: string, names: readonly string[]): string[] {
  return names
    .filter((name) => find(module, kind, name) === undefined && WITHOUT.get(module.name)?.has(name) !== true)
    .map((name) => `${module.name}: the ${kind} ${name} is missing`);
}

function differences([one, other]: readonly [Module, Module], name: string, members: readonly string[]): string[] {
  const [here, there] = [find(one, 'variable', name), find(other, 'variable', name)];
  if (here === undefined || there === undefined) return [];
  return members.flatMap((member) => {
    const [expected, got] = [String(here.body[member]), String(there.body[member])];
    // A module may have more to say.
    const isSame = member === 'description' ? got.startsWith(expected) : got === expected;
    return isSame
      ? []
      : [`${other.name}: the variable ${name}: ${member}: expected, as in ${one.name}, ${expected}, got ${got}`];
  });
}

function find(module: Module, kind: string, name: string): Top | undefined {
  return topsOfKind(module, kind).find(({ labels }) => labels[0] === name);
}
