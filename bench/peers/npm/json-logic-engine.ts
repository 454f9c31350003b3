import type { BuildEngine } from '../../engines/engine.ts';
import { load } from './load.ts';
import { loop } from './loop.ts';
import { readWants, type Test, type Want } from './wants.ts';

type Package = {
  readonly LogicEngine: new () => {
    readonly addMethod: (name: string, method: (args: readonly unknown[]) => unknown) => void;
    readonly build: (logic: object) => (event: object) => unknown;
  };
};

/** Each rule as compiled JSON Logic, which is taught regular expressions. */
export const build: BuildEngine = (rules, packages) => {
  const engine = new (load<Package>(packages, 'json-logic-engine').LogicEngine)();
  const regexes: RegExp[] = [];
  engine.addMethod('matches', ([text, index]) => typeof text === 'string' && regexes[Number(index)]?.test(text));
  return loop(
    rules.map((rule) => {
      const test = engine.build({ and: readWants(rule).map((want) => toLogic(want, regexes)) });
      return (event) => test(event) === true;
    }),
  );
};

function toLogic({ array, path, test }: Want, regexes: RegExp[]): object {
  const logic = toTest({ var: path }, test, regexes);
  return array === undefined ? logic : { some: [{ var: array }, logic] };
}

function toTest(value: object, test: Test, regexes: RegExp[]): object {
  switch (test.kind) {
    case 'in':
      return { in: [value, test.values] };
    case 'not-in':
      return { '!': [{ in: [value, test.values] }] };
    case 'matches':
      return { matches: [value, regexes.push(test.regex) - 1] };
    case 'matches-not':
      return { '!': [{ matches: [value, regexes.push(test.regex) - 1] }] };
    case 'range':
      return {
        and: [
          ...(test.equal === undefined ? [] : [{ '===': [value, test.equal] }]),
          ...(test.above === undefined ? [] : [{ '>': [value, test.above] }]),
          ...(test.below === undefined ? [] : [{ '<': [value, test.below] }]),
        ],
      };
  }
}
