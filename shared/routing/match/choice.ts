import { type Filter, holdsFilter } from '../filter.ts';

/** From the rules whose patterns match to the Ts whose filters hold too. */
export type Choose<T> = (rules: readonly number[], toEvent: () => object) => T[];

export function createChoice<T>(rules: readonly (readonly [T, { readonly filter?: Filter | undefined }])[]): Choose<T> {
  const targets = rules.map(([target]) => target);
  const filters = rules.map(([, { filter }]) => filter);
  const filtered = filters.some((filter) => filter !== undefined);
  const repeated = new Set(targets).size < targets.length;

  function holds(rule: number, event: object): boolean {
    const filter = filters[rule];
    return filter === undefined || holdsFilter(filter, event);
  }

  return (numbers, toEvent) => {
    const event = filtered && numbers.length > 0 ? toEvent() : undefined;
    const passed = event === undefined ? numbers : numbers.filter((number) => holds(number, event));
    const wanted = passed.map((number) => targets[number] as T); // numbers are those of rules
    return repeated ? [...new Set(wanted)] : wanted;
  };
}
