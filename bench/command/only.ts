import { nearest } from '../../shared/routing/match/nearest.ts';
import { PEERS } from '../contenders/all.ts';
import { KINDS } from '../workloads/citylots/kinds.ts';
import { SIZES } from '../workloads/cloudevents/cases.ts';
import { WORKLOADS } from '../workloads/cloudevents/workloads.ts';

const SECTIONS = ['citylots', 'cloudevents', 'wildcard-limit', 'deliveries', 'kafka'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What `--only` may name, by what the words mean. */
const WORDS = {
  section: SECTIONS,
  name: [...Object.keys(KINDS), ...Object.keys(WORKLOADS)].map(normalize),
  rules: SIZES.map(String),
  peer: PEERS.map(({ name }) => name),
} satisfies Readonly<Record<string, readonly string[]>>;

/** What to run: of each meaning that was named, only what one of the words names. */
export type Only = {
  readonly hasPeer: (peer: string) => boolean;
  /** A kind of rules or a workload; `rules` is how many, where that varies. */
  readonly hasCase: (section: SectionName, name: string, rules?: number) => boolean;
  /** A section that has no cases. */
  readonly hasSection: (section: SectionName) => boolean;
  /** The same, of one that is not measured with everything. */
  readonly names: (section: SectionName) => boolean;
  /** Whether a section is run in which matchers compete. */
  readonly hasMatchers: boolean;
};

/** Throws when nothing in the bench has such a word. */
export function parseOnly(words: readonly string[]): Only {
  const named = words.map(normalize);
  const all = Object.values<readonly string[]>(WORDS);
  for (const word of named) if (!all.some((list) => list.includes(word))) throw new Error(toMessage(word, all.flat()));
  const has = (list: readonly string[], value: string | undefined) => {
    const chosen = named.filter((word) => list.includes(word));
    return chosen.length === 0 || (value !== undefined && chosen.includes(normalize(value)));
  };
  const hasCase = (section: string, name?: string, rules?: number) =>
    has(WORDS.section, section) && has(WORDS.name, name) && has(WORDS.rules, rules?.toString());
  return {
    hasPeer: (peer) => has(WORDS.peer, peer),
    hasCase,
    hasSection: (section) => hasCase(section) && has(WORDS.peer, undefined),
    names: (section) => named.includes(section),
    hasMatchers: has(WORDS.section, 'citylots') || has(WORDS.section, 'cloudevents'),
  };
}

function normalize(word: string): string {
  return word.toLowerCase().replaceAll(',', '');
}

function toMessage(word: string, all: readonly string[]): string {
  const meant = nearest(word, all);
  const hint = meant === undefined ? `Expected one of ${all.join(', ')}.` : `Did you mean ${meant}?`;
  return `${word}: nothing in the bench is called so. ${hint}`;
}
