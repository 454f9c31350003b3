import type { Binding } from './core-types.ts';
import type { RegisteredFunction } from './worker-app.ts';

/** The trigger binding of a function, with its `name`. */
export function toTrigger({ metadata }: RegisteredFunction): Binding & { readonly name: string } {
  const found = Object.entries(metadata.bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  if (!found) throw new Error(`The function ${metadata.name} has no trigger`);
  const [name, binding] = found;
  return { ...binding, name };
}

export function hasTrigger(registered: RegisteredFunction, type: string): boolean {
  return toTrigger(registered).type.toLowerCase() === type.toLowerCase();
}
