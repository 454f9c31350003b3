import { type Jaas, parseJaas } from './jaas.ts';
import type { Source } from './source.ts';

/** The JAAS line, which must be for one module. Undefined when there is none; throws with a sentence, never with what the line says. */
export function jaasFrom(source: Source, module: string | undefined): Jaas | undefined {
  const name = 'sasl.jaas.config';
  const line = source.get(name);
  if (line === undefined) return undefined;
  const jaas = parseJaas(line);
  if (jaas === undefined) {
    throw new Error(
      `${source.where(name)} is no JAAS line: expected ${module} required name="value" … with ; at its end`,
    );
  }
  if (module !== undefined && jaas.module !== module) {
    throw new Error(
      `${source.where(name)} does not fit sasl.mechanism ${source.get('sasl.mechanism')}: expected ${module}, got another module`,
    );
  }
  return jaas;
}
