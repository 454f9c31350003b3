import type { BuildEngine } from '../../engines/engine.ts';
import { load } from './load.ts';
import { loop } from './loop.ts';
import { readWants, type Test, type Want } from './wants.ts';

type Tree = { readonly name: string };
type Package = {
  readonly parse: (expression: string) => { readonly cst?: Tree; readonly errors?: readonly string[] };
  readonly evaluate: (tree: Tree, event: object, functions: object) => unknown;
};

/** Each rule as a parsed expression of the Common Expression Language, which is given a function for regular expressions. */
export const build: BuildEngine = (rules, packages) => {
  const { parse, evaluate } = load<Package>(packages, 'cel-js');
  const regexes: RegExp[] = [];
  const functions = {
    test: (text: unknown, index: number) => typeof text === 'string' && regexes[index]?.test(text) === true,
  };
  return loop(
    rules.map((rule) => {
      const expression = readWants(rule)
        .map((want) => toExpression(want, regexes))
        .join(' && ');
      const { cst, errors } = parse(expression);
      if (cst === undefined) throw new Error(`${errors}: ${expression}`);
      return (event) => evaluate(cst, event, functions) === true;
    }),
  );
};

function toExpression({ array, path, test }: Want, regexes: RegExp[]): string {
  if (array === undefined) return toTest(path, test, regexes);
  return `${array}.exists(element, ${toTest(path === '' ? 'element' : `element.${path}`, test, regexes)})`;
}

function toTest(value: string, test: Test, regexes: RegExp[]): string {
  switch (test.kind) {
    case 'in':
      return `${value} in ${JSON.stringify(test.values)}`;
    case 'not-in':
      return `!(${value} in ${JSON.stringify(test.values)})`;
    case 'matches':
      return `test(${value}, ${regexes.push(test.regex) - 1})`;
    case 'matches-not':
      return `!test(${value}, ${regexes.push(test.regex) - 1})`;
    case 'range':
      return [
        ...(test.equal === undefined ? [] : [`${value} == ${test.equal}`]),
        ...(test.above === undefined ? [] : [`${value} > ${test.above}`]),
        ...(test.below === undefined ? [] : [`${value} < ${test.below}`]),
      ].join(' && ');
  }
}
