import { join } from 'node:path';
import { addressOf } from './check-references.ts';
import { isBody, type Module, topsOfKind } from './read-module.ts';
import { referencesIn } from './references.ts';

/** What Terraform itself takes in a call. */
const META = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on']);

/** Compares what a module gives to the modules that it calls, and reads of them, with their variables and outputs. */
export function checkCalls(module: Module, modules: readonly Module[]): string[] {
  return topsOfKind(module, 'module').flatMap((call) => {
    const {
      labels: [name = ''],
      body,
    } = call;
    const source = join(module.name, String(body.source));
    const callee = modules.find((other) => other.name === source);
    if (callee === undefined) return [`${addressOf(call)}: there is no module in ${source}`];
    const variables = topsOfKind(callee, 'variable');
    const known = new Set(variables.map(({ labels }) => labels[0]));
    const outputs = new Set(topsOfKind(callee, 'output').map(({ labels }) => labels[0]));
    return [
      ...Object.keys(body)
        .filter((key) => !META.has(key) && !known.has(key))
        .map((key) => `${addressOf(call)}: ${source} has no variable ${key}`),
      ...variables.flatMap(({ labels: [key = ''], body: { default: value } }) =>
        value !== undefined || key in body ? [] : [`${addressOf(call)}: ${key} is missing`],
      ),
      ...readOf(module, name)
        .filter((output) => !outputs.has(output))
        .map((output) => `${module.name}: module.${name} has no output ${output}`),
    ];
  });
}

/** The outputs of a call that expressions name. */
function readOf({ tops }: Module, name: string): string[] {
  return textsIn(tops.map(({ body }) => body)).flatMap((text) =>
    referencesIn(text).flatMap(({ root, steps: [first, ...rest] }) => {
      const output = rest.find((step) => !step.startsWith('['));
      return root === 'module' && first === name && output !== undefined ? [output] : [];
    }),
  );
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isBody(value) ? Object.values(value).flatMap(textsIn) : [];
}
