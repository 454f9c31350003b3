/** Rules, and the events that every contender is asked about. */
export type Case = {
  readonly section: 'citylots' | 'cloudevents';
  /** `NUMERIC`, or a workload's name. */
  readonly name: string;
  /** Content patterns as JSON, each named by its place in the list. */
  readonly rules: readonly string[];
  /** One JSON document each. */
  readonly events: readonly string[];
  /** The rules that want an event, by their places. */
  readonly wanted: (event: number) => readonly number[];
};

/** What a contender has to find in the first events: the number of matches, and a sum that says between which rules and events. */
export type Answer = { readonly matches: number; readonly checksum: number };

export function answerOf(wanted: (event: number) => readonly number[], events: number): Answer {
  let answer: Answer = { matches: 0, checksum: 0 };
  for (let event = 0; event < events; event++) answer = addTo(answer, event, wanted(event));
  return answer;
}

/** The sum, modulo 2^32, of the products of event and rule, both counted from 1: the same in every order of an event's rules. */
export function addTo({ matches, checksum }: Answer, event: number, rules: readonly number[]): Answer {
  const sum = rules.reduce((all, rule) => (all + (event + 1) * (rule + 1)) % 2 ** 32, checksum);
  return { matches: matches + rules.length, checksum: sum };
}
