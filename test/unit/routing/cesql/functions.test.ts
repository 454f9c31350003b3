import { describe } from '@jest/globals';
import { testCases } from './run.ts';

describe('a CESQL function', () => {
  testCases({
    'counts characters and not their halves': { "LENGTH('é😀')": 2, "LEFT('😀a', 1)": '😀', "RIGHT('a😀', 1)": '😀' },
    'is called by a name in any case': { "length('abc')": 3, "Concat_Ws('-', 'a', 'b')": 'a-b' },
    'gets its arguments cast': {
      'LENGTH(12345)': 5,
      "CONCAT(1, TRUE, 'a')": '1truea',
      "LEFT('abc', '2')": 'ab',
      "ABS('-5')": 5,
    },
    'goes on with an argument that could not be cast': { "ABS('x')": [0, 'cast'], "LEFT('abc', 'x')": ['', 'cast'] },
    'trims what Unicode calls white space, and nothing else': {
      "TRIM('\u00a0\u2003a\u0085\u3000')": 'a',
      "TRIM('\ufeffa\u200b\u0000')": '\ufeffa\u200b\u0000',
      "TRIM('  ')": '',
    },
    'knows upper and lower case of every script': { "UPPER('straße é')": 'STRASSE É', "LOWER('ÀΔ')": 'àδ' },
    'joins with a delimiter between and never around': {
      "CONCAT_WS(',', '', '')": ',',
      "CONCAT_WS('', 'a', 'b')": 'ab',
    },
    'takes from left and right what is there': {
      "LEFT('abc', 0)": '',
      "RIGHT('abc', 0)": '',
      "RIGHT('abc', 99)": 'abc',
    },
    'takes no negative count': {
      "LEFT('abc', -1)": ['abc', 'functionEvaluation'],
      "RIGHT('abc', -1)": ['abc', 'functionEvaluation'],
    },
    'takes a part from a place, counted from 1 or from the end': {
      "SUBSTRING('abc', 1)": 'abc',
      "SUBSTRING('abc', 3)": 'c',
      "SUBSTRING('abc', -3)": 'abc',
      "SUBSTRING('abc', 0)": '',
      "SUBSTRING('', 0)": '',
      "SUBSTRING('abc', 2, 99)": 'bc',
      "SUBSTRING('abc', -2, 1)": 'b',
      "SUBSTRING('abc', 1, 0)": '',
      "SUBSTRING('a😀b', 2, 1)": '😀',
    },
    'takes no part from outside, and none of negative length': {
      "SUBSTRING('abc', 4)": ['', 'functionEvaluation'],
      "SUBSTRING('abc', -4)": ['', 'functionEvaluation'],
      "SUBSTRING('', 1)": ['', 'functionEvaluation'],
      "SUBSTRING('abc', 1, -1)": ['', 'functionEvaluation'],
      "SUBSTRING('abc', 0, -1)": ['', 'functionEvaluation'],
    },
    'that there is none of is false and an error': {
      'NOSUCH()': [false, 'missingFunction'],
      'NOSUCH(1 / 0)': [false, 'missingFunction'],
    },
    'is another one for another number of arguments': {
      'LENGTH()': [false, 'missingFunction'],
      "LENGTH('a', 'b')": [false, 'missingFunction'],
      "SUBSTRING('abc')": [false, 'missingFunction'],
      "SUBSTRING('abc', 1, 1, 1)": [false, 'missingFunction'],
      'CONCAT()': '',
    },
  });
});
