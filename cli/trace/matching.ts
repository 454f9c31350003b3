import type { Facts } from './facts.ts';

/** The keys of the events that a text names: by their id, their subject such as an order's id, or one of their letters. */
export function matching({ names, stories }: Facts, text: string): readonly string[] {
  const named = [...names].filter(([, { id, subject }]) => id === text || subject === text).map(([key]) => key);
  const lettered = [...stories]
    .filter(([, routes]) =>
      [...routes.values()].some(({ moments }) =>
        moments.some((moment) => moment.kind === 'letter' && moment.letter === text),
      ),
    )
    .map(([key]) => key);
  return [...new Set([...named, ...lettered])];
}
