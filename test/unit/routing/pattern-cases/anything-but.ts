import { casesOf, type PatternCase } from './pattern-case.ts';

export const ANYTHING_BUT: readonly PatternCase[] = [
  ...casesOf('{"a":[{"anything-but":"x"}]}', [
    ['anything-but matches another string', '{"a":"y"}', true],
    ['anything-but does not match its string', '{"a":"x"}', false],
    ['anything-but never matches a missing field', '{"b":"y"}', false],
    ['anything-but does not match an object', '{"a":{"b":"y"}}', false],
    ['anything-but does not match an empty array', '{"a":[]}', false],
    ['anything-but matches null', '{"a":null}', true],
    ['anything-but a string matches a number', '{"a":1}', true],
    ['anything-but matches true', '{"a":true}', true],
    ['one element that differs is enough', '{"a":["x","y"]}', true],
    ['elements that do not differ are not enough', '{"a":["x","x"]}', false],
  ]),
  ...casesOf('{"a":[{"anything-but":["x","y"]}]}', [
    ['anything-but a list matches what is not in it', '{"a":"z"}', true],
    ['anything-but a list matches nothing of it', '{"a":"y"}', false],
  ]),
  ...casesOf('{"a":[{"anything-but":[1,2.0]}]}', [
    ['anything-but numbers matches a string of the same digits', '{"a":"1"}', true],
    ['anything-but numbers does not look at how they are written', '{"a":2}', false],
    ['anything-but numbers matches a number beyond the doubles', '{"a":1e400}', true],
  ]),
  ...casesOf('{"a":[{"anything-but":"10.0.0.1"}]}', [
    ['anything-but an address takes it as it is written', '{"a":"010.0.0.1"}', true],
  ]),
  ...casesOf('{"a":[{"anything-but":{"prefix":"ab"}}]}', [
    ['anything-but prefix matches what begins otherwise', '{"a":"ba"}', true],
    ['anything-but prefix does not match what begins with it', '{"a":"abc"}', false],
    ['anything-but prefix matches a number', '{"a":1}', true],
  ]),
  ...casesOf('{"a":[{"anything-but":{"prefix":["a","b"]}}]}', [
    ['anything-but prefixes matches what begins with none of them', '{"a":"c"}', true],
    ['anything-but prefixes does not match what begins with one', '{"a":"bc"}', false],
  ]),
  ...casesOf('{"a":[{"anything-but":{"suffix":[".png",".gif"]}}]}', [
    ['anything-but suffixes matches what ends otherwise', '{"a":"x.txt"}', true],
    ['anything-but suffixes does not match what ends with one', '{"a":"x.gif"}', false],
  ]),
  ...casesOf('{"a":[{"anything-but":{"suffix":"x"}}]}', [['anything-but suffix takes one too', '{"a":"yx"}', false]]),
  ...casesOf('{"a":[{"anything-but":{"equals-ignore-case":["Init","stop"]}}]}', [
    ['anything-but equals-ignore-case does not match in any case', '{"a":"iNIT"}', false],
    ['anything-but equals-ignore-case matches another string', '{"a":"initial"}', true],
  ]),
  ...casesOf('{"a":[{"anything-but":{"wildcard":"*/bin/*"}}]}', [
    ['anything-but wildcard matches what does not fit', '{"a":"/usr/lib/x"}', true],
    ['anything-but wildcard does not match what fits', '{"a":"/usr/bin/x"}', false],
  ]),
  ...casesOf('{"a":[{"anything-but":{"wildcard":["a*","*b"]}}]}', [
    ['anything-but wildcards does not match what fits one', '{"a":"cb"}', false],
    ['anything-but wildcards matches what fits none', '{"a":"ca"}', true],
  ]),
];
