import { describe, expect, it } from '@jest/globals';
import { parseSql } from '../../../../shared/routing/cesql/parse.ts';
import { describe as words } from '../../../../shared/schemas/result.ts';

/** What is refused, with the offset and the words that a user reads. */
const REFUSED: Readonly<Record<string, readonly [text: string, at: number, words: string]>> = {
  'no expression': [
    '',
    0,
    'The expression ends too early at 0: expected an attribute, a value, a function or (, got the end',
  ],
  'nothing but spaces': [
    '  ',
    2,
    'The expression ends too early at 2: expected an attribute, a value, a function or (, got the end',
  ],
  'an operator without a right operand': [
    '1 +',
    3,
    'The expression ends too early at 3: expected an attribute, a value, a function or (, got the end',
  ],
  'an operator without a left operand': [
    '* 1',
    0,
    '* does not belong here at 0: expected an attribute, a value, a function or (, got *',
  ],
  'two operands side by side': ['1 2', 2, '2 does not belong here at 2: expected an operator or the end, got 2'],
  'a keyword that is misspelt': [
    "a LIK 'x'",
    2,
    'LIK does not belong here at 2: expected an operator or the end, got LIK. Did you mean LIKE?',
  ],
  'a misspelt word behind NOT': [
    "a NOT LKE 'x'",
    6,
    'LKE does not belong here at 6: expected LIKE or IN, got LKE. Did you mean LIKE?',
  ],
  'NOT behind an operand': ['a NOT = 1', 6, '= does not belong here at 6: expected LIKE or IN, got ='],
  'a parenthesis that is not closed': [
    '(1',
    2,
    'The expression ends too early at 2: expected an operator or ), got the end',
  ],
  'a parenthesis too many': ['1)', 1, ') does not belong here at 1: expected an operator or the end, got )'],
  'empty parentheses': ['()', 1, ') does not belong here at 1: expected an attribute, a value, a function or (, got )'],
  'an empty set': ['a IN ()', 6, ') does not belong here at 6: expected an attribute, a value, a function or (, got )'],
  'a set without parentheses': [
    "a IN 'x'",
    5,
    'the text "x" does not belong here at 5: expected a set in parentheses, got the text "x"',
  ],
  'a set that is not closed': ["a IN ('x'", 9, 'The expression ends too early at 9: expected , or ), got the end'],
  'a set with a comma at its end': [
    'a IN (1,)',
    8,
    ') does not belong here at 8: expected an attribute, a value, a function or (, got )',
  ],
  'arguments that are not closed': [
    'ABC(',
    4,
    'The expression ends too early at 4: expected an attribute, a value, a function or (, got the end',
  ],
  'a pattern of LIKE that is no string': [
    'a LIKE 123',
    7,
    '123 does not belong here at 7: expected a string in quotes as the pattern, got 123',
  ],
  'a pattern of LIKE that is an expression': [
    "a LIKE CONCAT('x')",
    7,
    'CONCAT does not belong here at 7: expected a string in quotes as the pattern, got CONCAT',
  ],
  'EXISTS of a value': [
    "EXISTS 'a'",
    7,
    'the text "a" does not belong here at 7: expected the name of an attribute, of a to z and 0 to 9, got the text "a"',
  ],
  'EXISTS of a keyword': [
    'EXISTS TRUE',
    7,
    'TRUE does not belong here at 7: expected the name of an attribute, of a to z and 0 to 9, got TRUE',
  ],
  'a keyword as an operand': [
    '1 = AND',
    4,
    'AND does not belong here at 4: expected the name of an attribute, of a to z and 0 to 9, got AND',
  ],
  'a keyword as a function': [
    'LIKE(1)',
    0,
    'LIKE does not belong here at 0: expected an attribute, a value, a function or (, got LIKE',
  ],
  'a function with a digit in its name': [
    'SHA256(id)',
    0,
    'SHA256 does not belong here at 0: expected the name of a function, of letters and _, got SHA256',
  ],
  'an attribute with an underscore': [
    'my_id = 1',
    0,
    'MY_ID does not belong here at 0: expected the name of an attribute, of a to z and 0 to 9, got MY_ID',
  ],
  'a plus that is no sign': [
    '+ 5',
    0,
    '+ does not belong here at 0: expected an attribute, a value, a function or (, got +',
  ],
  'an integer of more than 32 bits': [
    'a = 2147483648',
    4,
    'The integer is too large at 4: expected an integer from -2147483648 to 2147483647, got "2147483648"',
  ],
  'a negative integer of more than 32 bits': [
    '-2147483649',
    0,
    'The integer is too large at 0: expected an integer from -2147483648 to 2147483647, got "-2147483649"',
  ],
  'a string that does not end': ["a = 'x", 4, "The string does not end at 4: expected ', got the end"],
  'a string whose last quote is escaped': ["'x\\'", 0, "The string does not end at 0: expected ', got the end"],
  'a quote that is doubled': [
    "'it''s'",
    4,
    'the text "s" does not belong here at 4: expected an operator or the end, got the text "s"',
  ],
  'a sign that is none of CESQL': [
    'a == 1',
    3,
    '= does not belong here at 3: expected an attribute, a value, a function or (, got =',
  ],
  'a character that is none of CESQL': [
    'a = #',
    4,
    'The character means nothing here at 4: expected an operand or operator, got "#"',
  ],
  'a character of two halves': [
    '😀',
    0,
    'The character means nothing here at 0: expected an operand or operator, got "😀"',
  ],
  'a space that is none of CESQL': [
    'a\u00a0= 1',
    1,
    'The character means nothing here at 1: expected an operand or operator, got "\u00a0"',
  ],
};

describe('parseSql refuses', () => {
  it.each(Object.entries(REFUSED))('%s', (_what, [text, at, message]) => {
    const result = parseSql(text);
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-sql', at } });
    expect(result.ok || words(result.error)).toBe(message);
  });
});
