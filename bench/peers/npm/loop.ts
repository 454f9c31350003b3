import type { Engine } from '../../engines/engine.ts';

/** Asks one rule after the other: none of these packages has an index over rules. */
export function loop(rules: readonly ((event: object) => boolean)[]): Engine {
  const object = (event: object) => {
    const found: number[] = [];
    for (let rule = 0; rule < rules.length; rule++) if (rules[rule]?.(event)) found.push(rule);
    return found;
  };
  return { object, bytes: (json) => object(JSON.parse(json.toString())) };
}
