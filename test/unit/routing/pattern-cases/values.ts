import { casesOf, type PatternCase } from './pattern-case.ts';

const AS_WRITTEN = 'it compares what a double cannot hold as it is written';

export const VALUES: readonly PatternCase[] = [
  ...casesOf('{"a":["x"]}', [
    ['a string matches the same string', '{"a":"x"}', true],
    ['a string is compared with its case', '{"a":"X"}', false],
    ['a string does not match what contains it', '{"a":"xy"}', false],
    ['a string matches however it is escaped', '{"\\u0061":"\\u0078"}', true],
    ['a field that is missing matches no value', '{"b":"x"}', false],
    ['what else an event holds does not matter', '{"z":[{"y":1}],"a":"x"}', true],
  ]),
  ...casesOf('{"a":["1",true]}', [
    ['a string of digits matches no number', '{"a":1}', false],
    ['one of the values is enough', '{"a":true}', true],
    ['true matches no string', '{"a":"true"}', false],
    ['true does not match false', '{"a":false}', false],
  ]),
  ...casesOf('{"a":["x"],"b":["y"]}', [
    ['every field must hold', '{"a":"x","b":"y"}', true],
    ['one field alone is not enough', '{"a":"x"}', false],
  ]),
  ...casesOf('{"a":[null]}', [
    ['null matches null', '{"a":null}', true],
    ['null does not match a missing field', '{}', false],
    ['null matches no string', '{"a":"null"}', false],
  ]),
  ...casesOf('{"a":[35]}', [
    ['a number matches however it is written', '{"a":35.0}', true],
    ['a number matches with an exponent', '{"a":0.35e2}', true],
    ['a number does not match another', '{"a":35.5}', false],
    ['a number matches no string', '{"a":"35"}', false],
  ]),
  ...casesOf('{"a":[0]}', [['zero matches minus zero', '{"a":-0.0}', true]]),
  ...casesOf('{"a":[9007199254740993]}', [
    ['numbers are doubles: digits beyond them do not matter', '{"a":9007199254740992}', true, AS_WRITTEN],
  ]),
  ...casesOf('{"a":[{"exactly":"10.0.0.1"}]}', [
    ['exactly matches the string as it is written', '{"a":"10.0.0.1"}', true],
    ['exactly does not take an address for an address', '{"a":"010.0.0.1"}', false],
  ]),
  ...casesOf('{"a":[{"exists":true}]}', [
    ['exists: true matches any value, null too', '{"a":null}', true],
    ['exists: true does not match an object', '{"a":{"b":1}}', false],
    ['exists: true does not match an empty array', '{"a":[]}', false],
  ]),
  ...casesOf('{"a":[{"exists":false}]}', [
    ['exists: false matches when the field is missing', '{}', true],
    ['exists: false matches where the path holds an object', '{"a":{"b":1}}', true],
    ['exists: false matches an empty array', '{"a":[]}', true],
    ['exists: false does not match null', '{"a":null}', false],
  ]),
  ...casesOf('{"a":["x",{"exists":false}]}', [
    ['exists: false beside a value matches when the field is missing', '{}', true],
    ['exists: false beside a value leaves the value', '{"a":"x"}', true],
    ['exists: false beside a value does not match another value', '{"a":"y"}', false],
  ]),
];
