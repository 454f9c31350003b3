import { describe } from '@jest/globals';
import { testCases } from './run.ts';

describe('a CESQL literal', () => {
  testCases({
    'is a string in single or double quotes': { "'abc'": 'abc', '"abc"': 'abc', "''": '' },
    'has the other quote in it as it is': { "'a\"b'": 'a"b', '"a\'b"': "a'b" },
    'has its own quote in it behind a backslash': { "'a\\'b'": "a'b", '"a\\"b"': 'a"b', "'\\''": "'" },
    'keeps any other backslash': { "'a\\b'": 'a\\b', "'a\\\\'": 'a\\\\', "'a\\\"b'": 'a\\"b', "'\\%'": '\\%' },
    'keeps line breaks and characters of any script': { "'a\nb'": 'a\nb', "'é😀'": 'é😀' },
    'is an integer of 32 bits with an optional sign': {
      '0': 0,
      '007': 7,
      '+5': 5,
      '-5': -5,
      '2147483647': 2147483647,
      '-2147483648': -2147483648,
    },
    'is TRUE or FALSE in any case': { TRUE: true, False: false, tRUE: true },
  });
});

describe('a sign', () => {
  testCases({
    'right before digits belongs to the number': { '4 + -1': 3, '--10': 10, '-2147483648 + 0': -2147483648 },
    'behind an operand is an operator, with or without spaces': { '4-1': 3, '4 -1': 3, '4- 1': 3, '4--1': 5, '4+1': 5 },
  });
});

describe('white space', () => {
  testCases({
    'may stand anywhere between tokens, or nowhere': {
      ' \t\r\n1\n+\t2 ': 3,
      "5=5 AND'a'='a'": true,
      'ABS\n(\n-1 )': 1,
      '(1)IN(1)': true,
    },
  });
});
