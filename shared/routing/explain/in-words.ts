import { type Condition, isOneNumber, type Range } from '../match/condition.ts';
import { listed, showValue } from './shorten.ts';

/** What a field's conditions ask for, in words that someone reads who does not know the language: `"a" or text that begins with "b"`. */
export function inWords(any: readonly Condition[]): string {
  return listed(any.map(conditionInWords), 'or');
}

function conditionInWords(condition: Condition): string {
  switch (condition.kind) {
    case 'equals':
      return showValue(condition.value);
    case 'equals-ignore-case':
      return `${showValue(condition.text)} in any letter case`;
    case 'prefix':
      return `text that begins with ${affixInWords(condition)}`;
    case 'suffix':
      return `text that ends with ${affixInWords(condition)}`;
    case 'wildcard':
      return `text like ${showValue(condition.text)}`;
    case 'numeric':
      return rangeInWords(condition);
    case 'cidr':
      return `an address ${condition.text.includes('/') ? 'in' : 'equal to'} ${condition.text}`;
    case 'exists':
      return condition.exists ? 'any value' : 'nothing there';
    case 'anything-but':
      return `anything but ${listed(condition.but.map(conditionInWords), 'or')}`;
  }
}

function affixInWords({ text, ignoreCase }: { readonly text: string; readonly ignoreCase: boolean }): string {
  return `${showValue(text)}${ignoreCase ? ' in any letter case' : ''}`;
}

function rangeInWords(range: Range): string {
  const { low, lowOpen, high, highOpen } = range;
  if (isOneNumber(range)) return `the number ${low}`;
  const from = low === -Number.MAX_VALUE && !lowOpen ? [] : [`${lowOpen ? '>' : '≥'} ${low}`];
  const to = high === Number.MAX_VALUE && !highOpen ? [] : [`${highOpen ? '<' : '≤'} ${high}`];
  return ['a number', [...from, ...to].join(' and ')].filter((part) => part !== '').join(' ');
}
