import { describe } from '@jest/globals';
import { testCases } from './run.ts';

describe('CESQL operators', () => {
  testCases({
    'NOT binds tighter than a comparison': { 'NOT TRUE = FALSE': true, 'NOT FALSE = FALSE': false },
    'NOT binds tighter than LIKE and IN': { "NOT TRUE LIKE 'f%'": true, 'NOT TRUE IN (FALSE)': true },
    'NOT takes a whole EXISTS': { 'NOT EXISTS nothing': true, 'NOT EXISTS id': false },
    'minus binds tighter than LIKE': { "-five LIKE '-%'": true, "- 5 LIKE '-5'": true },
    'NOT and minus nest': { 'NOT NOT TRUE': true, '---1': -1, 'NOT - five': [true, 'cast'] },
    'LIKE and IN bind tighter than arithmetic': { "1 + 1 LIKE '1'": 2, '1 + 1 IN (1)': 2 },
    'LIKE and IN are taken from left to right': { "text LIKE 'a%' IN (TRUE)": true, "5 IN (5) LIKE 'true'": true },
    'times, division and remainder bind tighter than plus and minus': {
      '2 + 3 * 4': 14,
      '2 * 3 + 4': 10,
      '9 - 9 % 5': 5,
    },
    'arithmetic binds tighter than a comparison': { '1 + 1 = 2': true, '2 = 1 + 1': true, '7 % 4 < 2 * 2': true },
    'a comparison binds tighter than AND, OR and XOR': { 'TRUE AND 1 = 1': true, '1 = 2 OR 2 = 2': true },
    'those of one precedence are taken from left to right': {
      '10 - 3 - 2': 5,
      '100 / 10 / 5': 2,
      '100 / 10 * 5': 50,
      '7 - 2 + 1': 6,
      '3 > 2 = TRUE': true,
      '1 = 1 = FALSE': false,
    },
    'AND, OR and XOR have one precedence and are taken from left to right': {
      'TRUE OR FALSE AND FALSE': false,
      'FALSE AND FALSE OR TRUE': true,
      'TRUE XOR TRUE AND FALSE': false,
      'TRUE OR TRUE XOR TRUE': false,
    },
    'parentheses come first': { 'TRUE OR (FALSE AND FALSE)': true, '(2 + 3) * 4': 20, 'NOT (TRUE = FALSE)': true },
  });
});
