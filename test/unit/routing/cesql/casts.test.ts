import { describe } from '@jest/globals';
import { testCases } from './run.ts';

describe('a CESQL cast', () => {
  testCases({
    'of a string to an integer takes base 10 with a sign': {
      "INT('+5')": 5,
      "INT('-5')": -5,
      "INT('007')": 7,
      "INT('-0')": 0,
    },
    'of a string to an integer takes nothing else': {
      "INT('')": [0, 'cast'],
      "INT(' 5')": [0, 'cast'],
      "INT('5.0')": [0, 'cast'],
      "INT('1e3')": [0, 'cast'],
      "INT('0x10')": [0, 'cast'],
      "INT('--5')": [0, 'cast'],
      "INT('٥')": [0, 'cast'],
    },
    'of a string to an integer stays within 32 bits': {
      "INT('2147483647')": 2147483647,
      "INT('2147483648')": [0, 'cast'],
      "INT('-2147483648')": -2147483648,
      "INT('-2147483649')": [0, 'cast'],
    },
    'of a string to a boolean takes true and false in any case': { "BOOL('tRuE')": true, "BOOL('FALSE')": false },
    'of a string to a boolean takes nothing else': {
      "BOOL('')": [false, 'cast'],
      "BOOL(' true')": [false, 'cast'],
      "BOOL('1')": [false, 'cast'],
    },
    'of an integer to a boolean is false for 0 alone': { 'BOOL(0)': false, 'BOOL(-1)': true },
    'of a boolean to an integer is 0 or 1': { 'INT(FALSE)': 0, 'INT(TRUE)': 1 },
    'to a string is in lower case and base 10': { 'STRING(TRUE)': 'true', 'STRING(-007)': '-7' },
    'can be tried': {
      "IS_INT('5')": true,
      "IS_INT('x')": false,
      'IS_INT(TRUE)': true,
      "IS_BOOL('TRUE')": true,
      "IS_BOOL('x')": false,
      'IS_BOOL(5)': true,
    },
  });
});
