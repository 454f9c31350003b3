import type { AdvancedFilter, Subscription } from './subscription.ts';

/** What the subject of every event in the container of the uploads begins with; the blob's name comes after it. */
export const CONTAINER = '/blobServices/default/containers/uploads/blobs/';

/** The subscription with its filter on the blob's name, which it has at `subject`, as one on the subject. */
export function onSubject({ advancedFilters, ...subscription }: Subscription): Subscription {
  const [name] = advancedFilters.filter(({ key }) => key === 'subject');
  const others = advancedFilters.filter(({ key }) => key !== 'subject');
  return {
    ...subscription,
    ...ofName(name),
    advancedFilters: [...(name === undefined ? [] : restOf(name)), ...others],
  };
}

/** What all of the names begin or end with. */
function ofName(name: AdvancedFilter | undefined): Pick<Subscription, 'subjectBeginsWith' | 'subjectEndsWith'> {
  switch (name?.operatorType) {
    case 'StringIn':
    case 'StringBeginsWith':
      return { subjectBeginsWith: CONTAINER + commonBeginning(name.values) };
    case 'StringEndsWith':
      return { subjectBeginsWith: CONTAINER, subjectEndsWith: reverse(commonBeginning(name.values.map(reverse))) };
    default:
      return { subjectBeginsWith: CONTAINER };
  }
}

/** What that does not say: of a single beginning or ending nothing is left. */
function restOf(name: AdvancedFilter): readonly AdvancedFilter[] {
  switch (name.operatorType) {
    case 'StringIn':
      return [{ ...name, values: name.values.map((value) => CONTAINER + value) }];
    case 'StringBeginsWith':
      return name.values.length === 1 ? [] : [{ ...name, values: name.values.map((value) => CONTAINER + value) }];
    case 'StringEndsWith':
      return name.values.length === 1 ? [] : [name];
    case 'IsNotNull':
      return [];
    default:
      return [name];
  }
}

function commonBeginning(texts: readonly string[]): string {
  const [first = '', ...others] = texts.map((text) => Array.from(text));
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length++;
  return Array.from(first).slice(0, length).join('');
}

function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}
