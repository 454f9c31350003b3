import type { NativeField } from './lower-alternative.ts';

type Branch = readonly NativeField[];

/** With more branches no limit of AWS is met, and nobody needs to know how many they would have been. */
const MOST = 1_000;

/**
 * The same branches, some of them divided, so that on each path two lists of conditions are equal or share none. Where they overlap,
 * event-ruler loses what the later one has more: of `[{a: ['x']}, {a: ['x', 'y']}]` below `$or` it takes no `y` (seen in 2.1.0).
 */
export function disjoint(branches: readonly Branch[]): readonly Branch[] {
  const holders = new Map<string, string>();
  for (const [index, branch] of branches.entries()) {
    for (const { path, any } of branch)
      for (const condition of any) {
        const key = keyOf(path, condition);
        holders.set(key, `${holders.get(key) ?? ''},${index}`);
      }
  }
  const divided: Branch[] = [];
  for (const branch of branches) {
    divided.push(...divide(branch, (path, condition) => holders.get(keyOf(path, condition))));
    if (divided.length > MOST) break;
  }
  return divided;
}

function keyOf(path: string, condition: unknown): string {
  return JSON.stringify([path, condition]);
}

/** Each field's conditions in groups that the same branches have, and a branch for each choice of groups. */
function divide(branch: Branch, holdersOf: (path: string, condition: unknown) => unknown): readonly Branch[] {
  let choices: readonly Branch[] = [[]];
  for (const { path, any } of branch) {
    const groups = [...Map.groupBy(any, (condition) => holdersOf(path, condition)).values()];
    if (choices.length * groups.length > MOST) return Array.from({ length: MOST + 1 }, () => branch);
    choices = choices.flatMap((choice) => groups.map((group) => [...choice, { path, any: group }]));
  }
  return choices;
}
