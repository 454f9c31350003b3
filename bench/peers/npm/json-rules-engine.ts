import type { BuildEngine } from '../../engines/engine.ts';
import { load } from './load.ts';
import { readWants, type Test, type Want } from './wants.ts';

type Package = {
  readonly Engine: new (
    rules: readonly object[],
    options: object,
  ) => {
    readonly addOperator: (name: string, test: (fact: unknown, value: Test) => boolean) => void;
    readonly run: (facts: object) => Promise<Run>;
  };
};
type Run = { readonly events: readonly { readonly params: { readonly rule: number } }[] };

/** All rules in one engine, which asks them one after the other; it is taught the tests that it lacks. */
export const build: BuildEngine = (rules, packages) => {
  const { Engine } = load<Package>(packages, 'json-rules-engine');
  const engine = new Engine(rules.map(toRule), { allowUndefinedFacts: true });
  engine.addOperator(
    'matches',
    (fact, test) => test.kind === 'matches' && typeof fact === 'string' && test.regex.test(fact),
  );
  engine.addOperator(
    'matches-not',
    (fact, test) => test.kind === 'matches-not' && !(typeof fact === 'string' && test.regex.test(fact)),
  );
  engine.addOperator(
    'range',
    (fact, test) => test.kind === 'range' && typeof fact === 'number' && isWithin(fact, test),
  );
  const object = async (event: object) => (await engine.run(event)).events.map(({ params }) => params.rule);
  return { object, bytes: (json) => object(JSON.parse(json.toString())) };
};

function toRule(rule: string, index: number): object {
  return { conditions: { all: readWants(rule).map(toCondition) }, event: { type: 'wanted', params: { rule: index } } };
}

/** A fact is a member of the event, and the rest is a JSON Path into it. */
function toCondition({ array, path, test }: Want): object {
  const [fact, ...rest] = (array ?? path).split('.');
  const steps =
    array === undefined ? rest : [...rest.slice(0, -1), `${rest.at(-1)}[*]`, ...(path === '' ? [] : [path])];
  const operator = test.kind === 'not-in' ? 'notIn' : test.kind;
  return {
    fact,
    ...(steps.length > 0 && { path: ['$', ...steps].join('.') }),
    operator: array === undefined ? operator : `someFact:${operator}`,
    value: test.kind === 'in' || test.kind === 'not-in' ? test.values : test,
  };
}

function isWithin(number: number, { equal, above, below }: Extract<Test, { kind: 'range' }>): boolean {
  if (equal !== undefined) return number === equal;
  return (above === undefined || number > above) && (below === undefined || number < below);
}
