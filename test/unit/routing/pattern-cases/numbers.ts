import { casesOf, type PatternCase } from './pattern-case.ts';

const HEX = 'it compares the hex digits of addresses with those of the other version, and with numbers';
const GROUPS = 'it takes groups of any length, as Java does';
const TEXT = 'it compares the text of a number that no double holds';

export const NUMBERS: readonly PatternCase[] = [
  ...casesOf('{"a":[{"numeric":["=",3.018e2]}]}', [
    ['numeric = matches the number however it is written', '{"a":301.80}', true],
    ['numeric = matches no string', '{"a":"301.8"}', false],
  ]),
  ...casesOf('{"a":[{"numeric":[">",0,"<=",5]}]}', [
    ['a range holds its closed end', '{"a":5}', true],
    ['a range does not hold its open end', '{"a":0}', false],
    ['a range holds what lies between', '{"a":1e-300}', true],
    ['a range holds nothing beyond', '{"a":5.000000000000001}', false],
  ]),
  ...casesOf('{"a":[{"numeric":[">=",0.1]}]}', [
    ['numeric >= holds the bound', '{"a":0.1}', true],
    ['numeric >= holds no number below it', '{"a":0.09999999999999999}', false],
    ['numeric >= holds the largest double', '{"a":1.7976931348623157e308}', true],
    ['a number beyond the doubles compares with nothing', '{"a":1e400}', false],
    ['numeric does not match null', '{"a":null}', false],
  ]),
  ...casesOf('{"a":[{"numeric":["<",0]}]}', [['minus zero is not below zero', '{"a":-0.0}', false]]),
  ...casesOf('{"a":[1e400]}', [['a number beyond the doubles does not even equal itself', '{"a":1e400}', false, TEXT]]),
  ...casesOf('{"a":["10.0.0.1"]}', [
    ['an address matches with leading zeros', '{"a":"010.000.00.1"}', true],
    ['an IPv4 address matches itself in IPv6’s form', '{"a":"::ffff:a00:1"}', true],
    ['an address matches no other', '{"a":"10.0.0.2"}', false],
  ]),
  ...casesOf('{"a":["2001:DB8::1"]}', [
    ['an IPv6 address matches in any spelling', '{"a":"2001:db8:0:0:0:0:0:0001"}', true],
  ]),
  ...casesOf('{"a":["::1"]}', [
    ['a group of more than four digits is no part of an address', '{"a":"::00001"}', false, GROUPS],
  ]),
  ...casesOf('{"a":["300.1.1.1"]}', [['what only looks like an address is a string', '{"a":"300.1.1.1"}', true]]),
  ...casesOf('{"a":[{"cidr":"10.0.0.0/24"}]}', [
    ['cidr holds the addresses of its block', '{"a":"10.0.0.255"}', true],
    ['cidr holds no address beside it', '{"a":"10.0.1.0"}', false],
    ['cidr holds an IPv4 address in IPv6’s form', '{"a":"::ffff:0a00:0007"}', true],
    ['cidr matches no text that is no address', '{"a":"10.0.0"}', false],
    ['an IPv4 block holds no IPv6 address', '{"a":"a00:0:1::"}', false, HEX],
  ]),
  ...casesOf('{"a":[{"cidr":"10.1.2.3/8"}]}', [['cidr ignores the bits behind its mask', '{"a":"10.0.0.0"}', true]]),
  ...casesOf('{"a":[{"cidr":"2001:db8::/32"}]}', [
    ['cidr holds the IPv6 addresses of its block', '{"a":"2001:db8:ffff::1"}', true],
    ['cidr holds no IPv6 address beside it', '{"a":"2001:db9::"}', false],
  ]),
  ...casesOf('{"a":[{"cidr":"::/0"}]}', [
    ['an IPv6 block holds no IPv4 address', '{"a":"10.0.0.1"}', false, HEX],
    ['cidr matches no number', '{"a":10}', false, HEX],
  ]),
];
