import { casesOf, type PatternCase } from './pattern-case.ts';

const QUOTE = 'it compares the quotes around a string as if they were in it';
const UNITS = 'it folds case by halves of surrogate pairs';

export const TEXTS: readonly PatternCase[] = [
  ...casesOf('{"a":[{"prefix":"ab"}]}', [
    ['prefix matches what begins with it', '{"a":"abc"}', true],
    ['prefix matches the whole', '{"a":"ab"}', true],
    ['prefix is compared with its case', '{"a":"AB"}', false],
    ['prefix does not match a number', '{"a":1}', false],
  ]),
  ...casesOf('{"a":[{"prefix":""}]}', [
    ['an empty prefix matches any string', '{"a":""}', true],
    ['an empty prefix matches no number', '{"a":1}', false],
  ]),
  ...casesOf('{"a":[{"prefix":"ab\\""}]}', [['a quote in a prefix is a quote', '{"a":"ab"}', false, QUOTE]]),
  ...casesOf('{"a":[{"suffix":".png"}]}', [
    ['suffix matches what ends with it', '{"a":"x.png"}', true],
    ['suffix does not match what goes on', '{"a":"x.png.txt"}', false],
  ]),
  ...casesOf('{"a":[{"suffix":"雨é"}]}', [['suffix matches characters of several bytes', '{"a":"大雨é"}', true]]),
  ...casesOf('{"a":[{"prefix":{"equals-ignore-case":"eVent"}}]}', [
    ['prefix with equals-ignore-case does not look at case', '{"a":"EVENTually"}', true],
    ['prefix with equals-ignore-case needs all of it', '{"a":"EVEN"}', false],
  ]),
  ...casesOf('{"a":[{"suffix":{"equals-ignore-case":".PnG"}}]}', [
    ['suffix with equals-ignore-case does not look at case', '{"a":"x.pNg"}', true],
  ]),
  ...casesOf('{"a":[{"equals-ignore-case":"straße"}]}', [
    ['equals-ignore-case does not look at case', '{"a":"STRAßE"}', true],
    ['equals-ignore-case takes a character in lower or upper case, which may be two', '{"a":"straSSe"}', true],
    ['equals-ignore-case takes two characters only in the case that the pattern’s becomes', '{"a":"strasse"}', false],
  ]),
  ...casesOf('{"a":[{"equals-ignore-case":"ss"}]}', [
    ['equals-ignore-case goes from the pattern’s characters and not from the event’s', '{"a":"ß"}', false],
  ]),
  ...casesOf('{"a":[{"equals-ignore-case":"ſ"}]}', [
    ['equals-ignore-case takes the long s as S', '{"a":"S"}', true],
    ['equals-ignore-case does not go from S on to s', '{"a":"s"}', false],
  ]),
  ...casesOf('{"a":[{"equals-ignore-case":"ǅ"}]}', [
    ['equals-ignore-case takes title case as lower case', '{"a":"ǆ"}', true],
    ['equals-ignore-case does not take title case as itself', '{"a":"ǅ"}', false],
  ]),
  ...casesOf('{"a":[{"equals-ignore-case":"𐐀"}]}', [
    ['equals-ignore-case knows characters beyond the basic plane', '{"a":"𐐨"}', true, UNITS],
  ]),
  ...casesOf('{"a":[{"wildcard":"a*c*e"}]}', [
    ['a star is any run of characters', '{"a":"abbbcde"}', true],
    ['a star may be nothing', '{"a":"ace"}', true],
    ['a wildcard is the whole string', '{"a":"abcdef"}', false],
    ['a star is characters and not halves of them', '{"a":"a😀c雨e"}', true],
  ]),
  ...casesOf('{"a":[{"wildcard":"*"}]}', [
    ['a star alone matches the empty string', '{"a":""}', true],
    ['a star alone matches no number', '{"a":1}', false],
  ]),
  ...casesOf('{"a":[{"wildcard":"a\\\\*\\\\\\\\*"}]}', [
    ['an escaped star is a star, an escaped backslash a backslash', '{"a":"a*\\\\b"}', true],
    ['an escaped star is nothing else', '{"a":"ab\\\\b"}', false],
  ]),
  ...casesOf('{"a":[{"wildcard":"a?[b]$"}]}', [
    ['nothing but the star is special in a wildcard', '{"a":"a?[b]$"}', true],
  ]),
];
