import { describe } from '@jest/globals';
import { testCases } from './run.ts';

describe('CESQL arithmetic', () => {
  testCases({
    'divides towards zero': { '7 / 2': 3, '-7 / 2': -3, '7 / -2': -3, '-7 / -2': 3 },
    'gives a remainder with the sign of the dividend': { '7 % 3': 1, '-7 % 3': -1, '7 % -3': 1, '-6 % 3': 0 },
    'by zero is 0 and a math error': { '1 / 0': [0, 'math'], '1 % 0': [0, 'math'], "1 / 'x'": [0, 'cast', 'math'] },
    'beyond 32 bits is 0 and a math error': {
      '2147483647 + 1': [0, 'math'],
      '-2147483648 - 1': [0, 'math'],
      '65536 * 65536': [0, 'math'],
      '-2147483648 * -2147483648': [0, 'math'],
      '-2147483648 / -1': [0, 'math'],
      '- -2147483648': [0, 'math'],
      '-2147483648 % -1': 0,
      '2147483647 + 0': 2147483647,
    },
    'goes on with what came with an error': { '1 / 0 + 5': [5, 'math'], "'x' + 1": [1, 'cast'], "-'x'": [0, 'cast'] },
  });
});

describe('a CESQL comparison', () => {
  testCases({
    'casts the left operand to the type of the right one': {
      "5 = '5'": true,
      "5 = '05'": false,
      "'05' = 5": true,
      "TRUE = 'true'": true,
      "TRUE = 'TRUE'": false,
      "'TRUE' = TRUE": true,
      'TRUE = 1': true,
      '2 = TRUE': true,
      '0 = FALSE': true,
    },
    'of strings minds the case': { "'a' = 'A'": false, "'a' != 'A'": true, "'a' <> 'a'": false },
    'by order is of integers': { "'10' > '9'": true, 'TRUE > FALSE': true, "'5' <= 5": true, '-1 >= 0': false },
    'is false when an operand failed, whatever it asks': {
      '1 = 1 / 0': [false, 'math'],
      '1 != 1 / 0': [false, 'math'],
      '0 = 1 / 0': [false, 'math'],
      '1 / 0 = 0': [false, 'math'],
      "'x' = 0": [false, 'cast'],
      "'x' != 5": [false, 'cast'],
      "'x' < 5": [false, 'cast'],
      "(1 / 0) LIKE '0'": [false, 'math'],
      "(1 / 0) NOT LIKE '1'": [false, 'math'],
    },
  });
});

describe('CESQL logic', () => {
  testCases({
    'does not evaluate what cannot matter': {
      'FALSE AND nothing': false,
      'TRUE OR nothing': true,
      'FALSE AND 1 / 0 = 1 AND nothing': false,
      'TRUE OR NOSUCH()': true,
    },
    'evaluates what can': { 'TRUE AND 1 / 0 = 1': [false, 'math'], 'FALSE OR 1 / 0 = 1': [false, 'math'] },
    'always evaluates both sides of XOR': { 'FALSE XOR 1 / 0 = 1': [false, 'math'], 'TRUE XOR TRUE': false },
    'goes on with what came with an error': {
      "nothing = 'a' OR TRUE": [true, 'missingAttribute'],
      "NOT (nothing = 'a')": [true, 'missingAttribute'],
      "'x' OR TRUE": [true, 'cast'],
    },
    'casts strings and integers': {
      "'true' AND 'TRUE'": true,
      '1 AND TRUE': true,
      'FALSE OR 0': false,
      '5 XOR 0': true,
    },
    'takes NOT of an integer for a cast error': {
      'NOT 10': [true, 'cast'],
      'NOT 0': [true, 'cast'],
      "NOT 'x'": [true, 'cast'],
    },
  });
});

describe('IN', () => {
  testCases({
    'casts the elements to the type of the left operand': {
      "five IN ('05')": true,
      "'05' IN (5)": false,
      "yes IN ('TRUE')": true,
      "'TRUE' IN (TRUE)": false,
      'yes IN (7)': true,
    },
    'takes any expression as an element': {
      '5 IN (2 + 3)': true,
      "text IN (LOWER('ABC'))": true,
      "'a' IN (('a'))": true,
    },
    'stops at the first that is equal': { '1 IN (1, 1 / 0)': true, '1 NOT IN (1, nothing)': false },
    'goes on past an element that cannot be cast': { "1 IN ('x', 1)": [true, 'cast'], "0 IN ('x')": [false, 'cast'] },
    'is false when something failed and nothing is equal': {
      "1 NOT IN ('x')": [false, 'cast'],
      '(1 / 0) IN (0)': [false, 'math'],
      '(1 / 0) NOT IN (1)': [false, 'math'],
    },
  });
});
