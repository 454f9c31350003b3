import { casesOf, type PatternCase } from './pattern-case.ts';

const LOST = 'it can lose a branch that shares values with another';
const LAST = 'it reads every spelling of a key, not the last alone';

export const STRUCTURE: readonly PatternCase[] = [
  ...casesOf('{"a":{"b":["x"]}}', [
    ['nested keys are a path', '{"a":{"b":"x"}}', true],
    ['a dotted key is the same path', '{"a.b":"x"}', true],
    ['a path does not end early', '{"a":"x"}', false],
  ]),
  ...casesOf('{"a.b":["x"]}', [['a dotted key in the pattern is the same path too', '{"a":{"b":"x"}}', true]]),
  ...casesOf('{"a":{"b":["x"]},"a.b":["y"]}', [
    ['of two fields with one path the later one counts', '{"a":{"b":"y"}}', true],
    ['of two fields with one path the earlier one does not count', '{"a":{"b":"x"}}', false],
  ]),
  ...casesOf('{"a":["x"]}', [
    ['of two members with one name the last one counts', '{"a":"y","a":"x"}', true],
    ['of two members with one name the first one does not count', '{"a":"x","a":"y"}', false, LAST],
    ['an array matches when one of its elements does', '{"a":["y","x"]}', true],
    ['arrays in arrays are looked into', '{"a":[["y"],[[null,"x"]]]}', true],
    ['an element that is an object is another path', '{"a":[{"b":"x"}]}', false],
  ]),
  ...casesOf('{"a":{"b":["x"],"c":["y"]}}', [
    ['two fields of one element match', '{"a":[{"b":"z"},{"b":"x","c":"y"}]}', true],
    ['fields of two elements do not match together', '{"a":[{"b":"x"},{"c":"y"}]}', false],
    ['elements of inner arrays are told apart too', '{"a":[[{"b":"x"},{"c":"y"}]]}', false],
    ['the one element may be deep', '{"a":[[{"b":"z"}],[{"b":"x","c":"y"}]]}', true],
  ]),
  ...casesOf('{"a":["x"],"a.c":["y"]}', [
    ['values directly in an array are of none of its elements', '{"a":["x",{"c":"y"}]}', true],
  ]),
  ...casesOf('{"a":{"b":["x"],"c":[{"exists":false}]}}', [
    ['exists: false is judged in the elements that the fields before it chose', '{"a":[{"b":"x"},{"c":"y"}]}', true],
    ['exists: false does not match what the chosen element has', '{"a":[{"b":"x","c":"y"}]}', false],
  ]),
  ...casesOf('{"a":{"b":[{"exists":false}],"c":["y"]}}', [
    ['exists: false sees all elements when no field before it chose one', '{"a":[{"b":"x"},{"c":"y"}]}', false],
  ]),
  ...casesOf('{"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}', [
    ['$or matches when one of its branches does', '{"b":"y","c":"z"}', true],
    ['$or leaves the other fields as they are', '{"a":"x"}', false],
    ['$or matches nothing when no branch does', '{"c":"z"}', false],
  ]),
  ...casesOf('{"a":{"$or":[{"b":["x"]},{"c":["y"]}]}}', [
    ['$or may stand inside of an object', '{"a":{"c":"y"}}', true],
  ]),
  ...casesOf('{"$or":[{"a":["x"]},{"$or":[{"b":["y"]},{"c":["z"]}]}]}', [
    ['$or may stand in a branch of another', '{"c":"z"}', true],
  ]),
  ...casesOf('{"a":["x"],"$or":[{"a":["y"]},{"b":["z"]}]}', [
    ['a field in a branch overrides the one before $or', '{"a":"y"}', true],
    ['a field that a branch does not name stays', '{"a":"x","b":"z"}', true],
    ['what is overridden counts no more', '{"a":"x"}', false],
  ]),
  ...casesOf('{"$or":[{"a":[1,2]},{"a":[1,3]}]}', [['branches may share values', '{"a":3}', true, LOST]]),
  ...casesOf('{"$or":["x"]}', [['$or with values is a name like any other', '{"$or":"x"}', true]]),
  ...casesOf('{"$or":{"a":["x"]}}', [['$or with an object is a name like any other', '{"$or":{"a":"x"}}', true]]),
  ...casesOf('{"$or":[{"prefix":"x"},{"suffix":"y"}]}', [
    ['$or with operators is a name like any other', '{"$or":"zy"}', true],
  ]),
  ...casesOf('{"__proto__":["x"]}', [['__proto__ is a name like any other', '{"__proto__":"x"}', true]]),
];
