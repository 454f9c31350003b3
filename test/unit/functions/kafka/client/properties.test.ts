import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseProperties } from '../../../../../functions/kafka/client/settings/properties.ts';

/** As java.util.Properties reads them. */
const CASES: Readonly<Record<string, readonly [text: string, expected: Readonly<Record<string, string>>]>> = {
  'an equals sign, a colon or white space parts name and value': [
    'a=1\nb:2\nc 3\nd\t4',
    { a: '1', b: '2', c: '3', d: '4' },
  ],
  'white space around the sign is not the value’s': ['a  =  1\nb : 2', { a: '1', b: '2' }],
  'a second sign is the value’s': ['a==\nb:=x\nc = = y', { a: '=', b: '=x', c: '= y' }],
  'a name alone is empty': ['a\nb=\nc:', { a: '', b: '', c: '' }],
  'comments and empty lines are nothing': ['# a=1\n ! b=2\n\n  \nc=3', { c: '3' }],
  'a comment does not go on': ['# a \\\nb=2', { b: '2' }],
  'a backslash at the end goes on, without the next line’s indent': ['a=one, \\\n    two', { a: 'one, two' }],
  'two backslashes at the end do not': ['a=one\\\\\nb=2', { a: 'one\\', b: '2' }],
  'a line that begins like a comment goes on all the same': ['a=one\\\n#two', { a: 'one#two' }],
  'the file may end in the middle': ['a=one\\', { a: 'one' }],
  'any end of a line': ['a=1\r\nb=2\rc=3', { a: '1', b: '2', c: '3' }],
  'escapes stand for what they are': ['a=\\t\\n\\r\\f\\\\\\"\\x', { a: '\t\n\r\f\\"x' }],
  'escapes in a name': ['a\\ b\\=c=1', { 'a b=c': '1' }],
  'unicode escapes': ['a=\\u00e9\\u20AC', { a: 'é€' }],
  'UTF-8 with a mark before it': ['\uFEFFa=é', { a: 'é' }],
  'the last of two lines counts': ['a=1\na=2', { a: '2' }],
  'white space at the end is the value’s': ['a=1 ', { a: '1 ' }],
};

describe('a properties file', () => {
  it.each(Object.entries(CASES))('%s', (_, [text, expected]) => {
    expect(parseProperties(text)).toEqual(expected);
  });

  it('gives back what is written as Java writes it', () => {
    const text = fc.string({ unit: 'binary-ascii' }).filter((value) => value !== '');
    fc.assert(
      fc.property(fc.dictionary(text, text), (properties) => {
        const lines = Object.entries(properties).map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
        expect(parseProperties(lines.join('\n'))).toEqual({ ...properties });
      }),
    );
  });
});

/** As `Properties.store` does, each character by its number. */
function escaped(text: string): string {
  return Array.from(text, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
