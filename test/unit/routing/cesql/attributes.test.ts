import { describe, expect, it } from '@jest/globals';
import { run, testCases } from './run.ts';

describe('an attribute in CESQL', () => {
  testCases({
    'keeps the type that it has in the event': { text: 'abc', five: 5, yes: true },
    'may be written in any case': { TEXT: 'abc', 'EXISTS Id': true },
    'that is missing makes what it is an operand of the zero value': {
      nothing: [false, 'missingAttribute'],
      '(nothing)': [false, 'missingAttribute'],
      'nothing * 5': [0, 'missingAttribute'],
      '5 - nothing': [0, 'missingAttribute'],
      '1 / nothing': [0, 'missingAttribute'],
      '-nothing': [0, 'missingAttribute'],
      'NOT nothing': [false, 'missingAttribute'],
      "nothing = ''": [false, 'missingAttribute'],
      "nothing != ''": [false, 'missingAttribute'],
      "'' = nothing": [false, 'missingAttribute'],
      'nothing < 5': [false, 'missingAttribute'],
      "nothing LIKE '%'": [false, 'missingAttribute'],
      "nothing NOT LIKE 'a'": [false, 'missingAttribute'],
      "nothing IN ('a')": [false, 'missingAttribute'],
      "nothing NOT IN ('a')": [false, 'missingAttribute'],
      "'a' IN (nothing, 'a')": [false, 'missingAttribute'],
      'LENGTH(nothing)': [0, 'missingAttribute'],
      "CONCAT('a', nothing)": ['', 'missingAttribute'],
      'STRING(nothing)': ['', 'missingAttribute'],
      'IS_INT(nothing)': [false, 'missingAttribute'],
      'nothing OR TRUE': [false, 'missingAttribute'],
      'nothing AND TRUE': [false, 'missingAttribute'],
      'nothing XOR TRUE': [false, 'missingAttribute'],
    },
    'that is missing does so in no more than that': {
      'nothing * 5 + 3': [3, 'missingAttribute'],
      "CONCAT('a', STRING(nothing))": ['a', 'missingAttribute'],
    },
    'is asked for without an error by EXISTS': { 'EXISTS nothing': false, 'EXISTS id': true },
  });

  it.each([
    ['an integer of more than 32 bits', 2147483648, '2147483648'],
    ['a number with a fraction', 1.5, '1.5'],
    ['minus zero', -0, 0],
    ['an empty string', '', ''],
  ])('that is %s is an integer or the text of it', (_what, value, wanted) => {
    expect(run('it', { it: value })).toEqual([wanted]);
  });

  it.each([
    ['null', null],
    ['nothing', undefined],
    ['an object', {}],
    ['an array', ['a']],
    ['no finite number', Number.POSITIVE_INFINITY],
    ['a function', () => 'a'],
  ])('that is %s is missing', (_what, value) => {
    expect([run('it', { it: value }), run('EXISTS it', { it: value })]).toEqual([[false, 'missingAttribute'], [false]]);
  });

  it('is the event’s own and not its prototype’s', () => {
    const event = Object.create({ inherited: 'x' });
    for (const name of ['inherited', 'constructor', 'tostring', 'hasownproperty'])
      expect(run(name, event)).toEqual([false, 'missingAttribute']);
    expect(run('EXISTS constructor', { constructor: 'own' })).toEqual([true]);
  });

  it('is never the data', () => {
    const event = { data: 'x' };
    expect([run('EXISTS data', event), run('data', event)]).toEqual([[false], [false, 'missingAttribute']]);
  });

  it('may have a name of digits behind letters or before them', () => {
    expect(run('EXISTS 1a AND a1 = 5', { '1a': 'x', a1: 5 })).toEqual([true]);
  });
});
