import type { BuildEngine } from '../../engines/engine.ts';
import { load } from './load.ts';
import { loop } from './loop.ts';
import { readWants, type Test, type Want } from './wants.ts';

type Sift = { readonly default: (query: object) => (event: object) => boolean };

/** Each rule as a MongoDB query. */
export const build: BuildEngine = (rules, packages) => {
  const { default: sift } = load<Sift>(packages, 'sift');
  return loop(rules.map((rule) => sift({ $and: readWants(rule).map(toQuery) })));
};

function toQuery({ array, path, test }: Want): object {
  if (array === undefined) return { [path]: toCondition(test) };
  return path === '' ? { [array]: toCondition(test) } : { [array]: { $elemMatch: { [path]: toCondition(test) } } };
}

function toCondition(test: Test): object {
  switch (test.kind) {
    case 'in':
      return { $in: test.values };
    case 'not-in':
      return { $nin: test.values, $exists: true };
    case 'matches':
      return { $regex: test.regex };
    case 'matches-not':
      return { $not: { $regex: test.regex }, $exists: true };
    case 'range':
      return {
        ...(test.equal !== undefined && { $eq: test.equal }),
        ...(test.above !== undefined && { $gt: test.above }),
        ...(test.below !== undefined && { $lt: test.below }),
      };
  }
}
