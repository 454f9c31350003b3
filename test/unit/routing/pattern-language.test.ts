import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod/mini';
import { MAX_ALTERNATIVES, MAX_CONDITIONS, MAX_FIELDS } from '../../../shared/routing/match/read-pattern.ts';
import { MAX_WILDCARD } from '../../../shared/routing/match/wildcard.ts';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { MAX_TEXT, parsePattern } from '../../../shared/routing/pattern.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { isObject, MAX_DEPTH, parseDeepJson } from '../../../shared/schemas/json.ts';
import { DIFFERENCES } from '../../real/event-ruler/differences.ts';

/** A pattern with events that match and events that do not; in JSON, so that keys may come twice and numbers be as large as they like. */
type Case = readonly [pattern: string, matching: readonly string[], other: readonly string[]];
/** What is refused, with the code. */
type Refusal = readonly [pattern: string, code: string];

const OR = '{"s":["x"],"$or":[{"a":[1]},{"b":{"c":[2]}}]}';

/** By the numbers of docs/patterns.md. */
const CASES: Readonly<Record<number, readonly Case[]>> = {
  1: [
    ['{"a":[1],"b":[2]}', ['{"a":1,"b":2,"c":3}'], ['{"a":1}', '{"a":1,"b":1}']],
    ['{"a":{"b":{"c":[1]}}}', ['{"a":{"b":{"c":1}}}'], ['{"a":{"c":1}}', '{"c":1}', '{}']],
  ],
  2: [['{"a":["x",{"prefix":"y"}]}', ['{"a":"x"}', '{"a":"yz"}'], ['{"a":"z"}', '{}']]],
  3: [
    ['{"a":{"b":[1]}}', ['{"a":{"b":1}}', '{"a.b":1}'], ['{"b":1}', '{"a":1}']],
    ['{"a.b":{"c":[1]}}', ['{"a":{"b":{"c":1}}}', '{"a":{"b.c":1}}', '{"a.b.c":1}'], ['{"a":{"c":1}}']],
    ['{"a":{"b":[1]},"a.b":[2]}', ['{"a":{"b":2}}'], ['{"a":{"b":1}}']],
  ],
  4: [
    ['{"Total":[1]}', ['{"Total":1}'], ['{"total":1}', '{"TOTAL":1}']],
    ['{"":{"a":[1]}}', ['{"":{"a":1}}'], ['{"a":1}']],
    ['{"__proto__":{"a":[1]}}', ['{"__proto__":{"a":1}}'], ['{"a":1}', '{}']],
    ['{"constructor":[{"exists":true}]}', ['{"constructor":1}'], ['{}']],
  ],
  5: [
    ['{"a":["x"]}', ['{"a":"x"}', '{"a":"\\u0078"}'], ['{"a":"X"}', '{"a":"xx"}', '{"a":" x"}']],
    ['{"a":[""]}', ['{"a":""}'], ['{"a":" "}', '{"a":null}', '{}']],
  ],
  6: [
    ['{"a":[300]}', ['{"a":300}', '{"a":3e2}', '{"a":300.0}'], ['{"a":"300"}', '{"a":301}']],
    ['{"a":[0.1]}', ['{"a":1e-1}'], ['{"a":0.11}']],
    ['{"a":[0]}', ['{"a":-0}'], ['{"a":false}', '{"a":""}']],
    ['{"a":[9007199254740993]}', ['{"a":9007199254740992}'], ['{"a":9007199254740990}']],
    ['{"a":[1e999,"x"]}', ['{"a":"x"}'], ['{"a":1e999}', '{"a":1e308}']],
    ['{"a":[{"numeric":[">",0]}]}', ['{"a":1e308}'], ['{"a":1e999}']],
    ['{"a":[{"numeric":[">",1.7976931348623157e308]}]}', [], ['{"a":1e999}', '{"a":1.7976931348623157e308}']],
    ['{"a":[{"exists":true}]}', ['{"a":1e999}'], []],
  ],
  7: [
    ['{"a":[true]}', ['{"a":true}'], ['{"a":"true"}', '{"a":1}', '{"a":false}']],
    ['{"a":[null]}', ['{"a":null}'], ['{"a":"null"}', '{"a":0}', '{}']],
  ],
  8: [
    ['{"a":["10.0.0.1"]}', ['{"a":"10.0.0.1"}', '{"a":"::ffff:a00:1"}'], ['{"a":"10.0.0.2"}']],
    ['{"a":["::1"]}', ['{"a":"0:0:0:0:0:0:0:1"}', '{"a":"::0001"}'], ['{"a":"::2"}']],
    ['{"a":[{"exactly":"::1"}]}', ['{"a":"::1"}'], ['{"a":"0:0:0:0:0:0:0:1"}']],
  ],
  9: [
    ['{"a":[{"prefix":"im"}]}', ['{"a":"im"}', '{"a":"image"}'], ['{"a":"i"}', '{"a":"Image"}', '{"a":1}', '{}']],
    ['{"a":[{"suffix":".png"}]}', ['{"a":".png"}', '{"a":"x.png"}'], ['{"a":"png"}', '{"a":"x.PNG"}', '{"a":null}']],
    ['{"a":[{"prefix":""}]}', ['{"a":""}', '{"a":"x"}'], ['{"a":1}', '{"a":null}', '{}']],
  ],
  10: [
    [
      '{"a":[{"equals-ignore-case":"Straße"}]}',
      ['{"a":"STRASSE"}', '{"a":"straße"}'],
      ['{"a":"strasse"}', '{"a":"x"}'],
    ],
    ['{"a":[{"equals-ignore-case":"\\ud801\\udc00"}]}', ['{"a":"\\ud801\\udc28"}'], ['{"a":"\\ud801\\udc01"}']],
    ['{"a":[{"prefix":{"equals-ignore-case":"Im"}}]}', ['{"a":"image"}', '{"a":"IM"}'], ['{"a":"i"}']],
    ['{"a":[{"suffix":{"equals-ignore-case":".png"}}]}', ['{"a":"x.PNG"}'], ['{"a":"PNG"}']],
  ],
  11: [
    [
      '{"a":[{"wildcard":"a*c"}]}',
      ['{"a":"ac"}', '{"a":"abc"}', '{"a":"acc"}'],
      ['{"a":"ab"}', '{"a":"xac"}', '{"a":1}'],
    ],
    ['{"a":[{"wildcard":"*"}]}', ['{"a":""}', '{"a":"x"}'], ['{"a":1}', '{}']],
    ['{"a":[{"wildcard":"a\\\\*\\\\\\\\*"}]}', ['{"a":"a*\\\\x"}'], ['{"a":"ax\\\\x"}']],
  ],
  12: [
    ['{"a":[{"anything-but":"x"}]}', ['{"a":"y"}', '{"a":1}', '{"a":null}', '{"a":true}'], ['{"a":"x"}']],
    ['{"a":[{"anything-but":[1,2]}]}', ['{"a":3}', '{"a":"1"}'], ['{"a":1}', '{"a":2.0}']],
  ],
  13: [
    ['{"a":[{"anything-but":{"prefix":"x"}}]}', ['{"a":"y"}', '{"a":1}'], ['{"a":"xy"}']],
    ['{"a":[{"anything-but":{"suffix":["x","y"]}}]}', ['{"a":"z"}'], ['{"a":"ax"}', '{"a":"ay"}']],
    ['{"a":[{"anything-but":{"equals-ignore-case":["x","y"]}}]}', ['{"a":"z"}'], ['{"a":"X"}', '{"a":"y"}']],
    ['{"a":[{"anything-but":{"wildcard":"x*y"}}]}', ['{"a":"xz"}'], ['{"a":"xzy"}']],
  ],
  14: [['{"a":[{"anything-but":"x"}]}', ['{"a":["x","y"]}'], ['{}', '{"a":["x"]}', '{"a":[]}', '{"a":{}}']]],
  15: [
    ['{"a":[{"numeric":["<",10]}]}', ['{"a":9.5}', '{"a":-1e9}'], ['{"a":10}', '{"a":"9"}', '{"a":null}', '{}']],
    ['{"a":[{"numeric":[">",0,"<=",5]}]}', ['{"a":5}', '{"a":0.1}'], ['{"a":0}', '{"a":5.1}']],
    ['{"a":[{"numeric":["=",301.8]}]}', ['{"a":3.018e2}'], ['{"a":301}']],
    ['{"a":[{"numeric":[">=",1,"<",2]}]}', ['{"a":[0,1,3]}'], ['{"a":[0,3]}']],
  ],
  16: [
    ['{"a":[{"cidr":"10.0.0.0/24"}]}', ['{"a":"10.0.0.255"}'], ['{"a":"10.0.1.0"}', '{"a":"x"}', '{"a":"::1"}']],
    ['{"a":[{"cidr":"2001:db8::/32"}]}', ['{"a":"2001:db8:1::1"}'], ['{"a":"2001:db9::1"}', '{"a":"10.0.0.1"}']],
  ],
  17: [
    [
      '{"a":[{"exists":true}]}',
      ['{"a":null}', '{"a":0}', '{"a":[1]}'],
      ['{}', '{"a":{}}', '{"a":{"b":1}}', '{"a":[]}'],
    ],
    ['{"a":[{"exists":false}]}', ['{}', '{"a":{"b":1}}', '{"a":[]}'], ['{"a":null}', '{"a":1}']],
  ],
  18: [
    [OR, ['{"s":"x","a":1}', '{"s":"x","b":{"c":2}}'], ['{"s":"x"}', '{"a":1}', '{"s":"x","a":2}']],
    [
      '{"d":{"$or":[{"a":[1]},{"$or":[{"b":[2]},{"c":[3]}]}]}}',
      ['{"d":{"a":1}}', '{"d":{"c":3}}'],
      ['{"c":3}', '{"d":{}}'],
    ],
  ],
  20: [
    ['{"$or":["x"]}', ['{"$or":"x"}'], ['{"a":"x"}']],
    ['{"$or":{"a":[1]}}', ['{"$or":{"a":1}}'], ['{"a":1}']],
  ],
  21: [
    ['{"a":["x"]}', ['{"a":["y","x"]}', '{"a":[["x"]]}'], ['{"a":["y"]}', '{"a":[]}']],
    ['{"a":{"b":["x"]}}', ['{"a":[{"b":"y"},{"b":"x"}]}', '{"a":[[{"b":["x"]}]]}'], ['{"a":[{"b":"y"}]}']],
  ],
  22: [
    [
      '{"staff":{"first":["Anna"],"last":["Jones"]}}',
      ['{"staff":[{"first":"Peter"},{"first":"Anna","last":"Jones"}]}'],
      ['{"staff":[{"first":"Anna","last":"Smith"},{"first":"Peter","last":"Jones"}]}'],
    ],
    ['{"a":{"b":{"x":[1],"y":[2]}}}', ['{"a":[{"b":[{"x":1},{"x":1,"y":2}]}]}'], ['{"a":[{"b":[{"x":1},{"y":2}]}]}']],
    ['{"a":{"x":[1]},"b":{"y":[2]}}', ['{"a":[{"x":0},{"x":1}],"b":[{"y":2}]}'], ['{"a":[{"x":1}],"b":[{"y":3}]}']],
  ],
  23: [
    ['{"a":{"x":[1],"y":[{"exists":false}]}}', ['{"a":[{"x":1},{"y":1}]}'], ['{"a":[{"x":1,"y":1},{"z":1}]}']],
    ['{"a":{"x":[{"exists":false}],"y":[1]}}', ['{"a":[{"y":1},{"z":1}]}'], ['{"a":[{"y":1},{"x":1}]}']],
  ],
  24: [
    ['{"a":[1],"a":[2]}', ['{"a":2}'], ['{"a":1}']],
    ['{"a":[1]}', ['{"a":2,"a":1}'], ['{"a":1,"a":2}', '{"a":1,"a":{}}']],
  ],
  25: [
    [
      '{"a":[1]}',
      ['{"a":1}', ' {"a":1}\n', '\ufeff{"a":1}'],
      ['{"a":1', '{"a":1}}', '[{"a":1}]', '', '{"a":1,}', '{"a":01}', 'null'],
    ],
  ],
  27: [
    [
      '{"a":[1]}',
      [`{"deep":${'['.repeat(300)}${']'.repeat(300)},"a":1}`],
      [`{"deep":${'['.repeat(300)}${']'.repeat(300)},"a":2}`],
    ],
  ],
};

const REFUSED: Readonly<Record<number, readonly Refusal[]>> = {
  1: [
    ['[]', 'bad-pattern'],
    ['{}', 'empty-pattern'],
    ['{"a":{}}', 'empty-pattern'],
  ],
  2: [
    ['{"a":[]}', 'empty-pattern'],
    ['{"a":"x"}', 'bad-pattern'],
    ['{"a":[["x"]]}', 'bad-condition'],
  ],
  9: [['{"a":[{"prefix":1}]}', 'bad-operand']],
  11: [
    ['{"a":[{"wildcard":"a**b"}]}', 'bad-operand'],
    ['{"a":[{"wildcard":"a\\\\b"}]}', 'bad-operand'],
  ],
  12: [
    ['{"a":[{"anything-but":["x",1]}]}', 'bad-operand'],
    ['{"a":[{"anything-but":[]}]}', 'bad-operand'],
  ],
  13: [['{"a":[{"anything-but":{"prefix":""}}]}', 'bad-operand']],
  15: [
    ['{"a":[{"numeric":["<",1,">",0]}]}', 'bad-operand'],
    ['{"a":[{"numeric":[">",1,"<",1]}]}', 'bad-operand'],
    ['{"a":[{"numeric":["<","1"]}]}', 'bad-operand'],
  ],
  16: [
    ['{"a":[{"cidr":"10.0.0.0/32"}]}', 'bad-operand'],
    ['{"a":[{"cidr":"::/128"}]}', 'bad-operand'],
  ],
  17: [['{"a":[{"exists":"yes"}]}', 'bad-operand']],
  19: [['{"$or":[{"prefix":[]},{"b":[1]}]}', 'reserved-name']],
  20: [
    ['{"$or":[{"a":[1]}]}', 'bad-or'],
    ['{"$or":[]}', 'bad-or'],
  ],
  26: [
    ['', 'empty'],
    ['{"a":', 'bad-json'],
    ['{"a":[{"prefx":"x"}]}', 'unknown-operator'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'bad-condition'],
  ],
  28: [
    [`{"a":["${'x'.repeat(1_048_576)}"]}`, 'too-large'],
    [`${'{"a":'.repeat(256)}[1]${'}'.repeat(256)}`, 'too-deep'],
    [`{${branches('a', 10)},${branches('b', 10)},${branches('c', 11)}}`, 'too-large'],
    [`{"a":[${'1,'.repeat(100_000)}1]}`, 'too-large'],
    [`{${fields(52)},${branches('a', 31)},${branches('b', 31)}}`, 'too-large'],
    [`{"a":[{"wildcard":"${'x'.repeat(4_097)}"}]}`, 'too-large'],
  ],
};

/** A member with a `$or` of so many alternatives. */
function branches(name: string, count: number): string {
  return `"${name}":{"$or":[${Array.from({ length: count }, (_, index) => `{"f":[${index}]}`).join(',')}]}`;
}

function fields(count: number): string {
  return Array.from({ length: count }, (_, index) => `"f${index}":[1]`).join(',');
}

const page = readFileSync(join(import.meta.dirname, '../../../docs/patterns.md'), 'utf8');
const tests = new Set(
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.replace('.test.ts', '')),
);
const cells = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
const rules = cells.filter(([, number = '']) => /^\d+$/.test(number));

describe('docs/patterns.md', () => {
  it('numbers its rules', () => {
    expect(rules.map(([, number]) => Number(number))).toEqual(rules.map((_rule, index) => index + 1));
    expect(rules.length).toBeGreaterThan(25);
  });

  it.each(rules.map(([, number, text, held = '']) => ({ number, text, held })))(
    'says MUST and names tests that are there: $number',
    ({ number, text, held }) => {
      expect(text).toContain('MUST');
      const named = [...held.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !tests.has(name))).toEqual([]);
      const hasCases = CASES[Number(number)] !== undefined || REFUSED[Number(number)] !== undefined;
      expect(named.includes('pattern-language')).toBe(hasCases);
    },
  );

  it('lists every code that a pattern is refused with', () => {
    const listed = cells.flatMap(([, code = '', , cure]) =>
      cure !== undefined && /^`[a-z0-9-]+`/.test(code)
        ? [...code.matchAll(/`([a-z0-9-]+)`/g)].map(([, one]) => one)
        : [],
    );
    const codes = Object.values(REFUSED).flatMap((refusals) => refusals.map(([, code]) => code));
    for (const code of new Set([...codes, 'bad-utf8'])) expect(listed).toContain(code);
  });

  it('names the limits that there are', () => {
    const limits = [MAX_TEXT, MAX_DEPTH, MAX_ALTERNATIVES, MAX_FIELDS, MAX_CONDITIONS, MAX_WILDCARD];
    const [, , text = ''] = rules.find(([, number]) => number === '28') ?? [];
    expect(limits.filter((limit) => !text.includes(limit.toLocaleString('en')))).toEqual([]);
  });

  it('tells of each difference from event-ruler that is known', () => {
    const told = new Set(cells.map(([, name]) => name));
    expect(DIFFERENCES.map(({ name }) => name).filter((name) => !told.has(name))).toEqual([]);
  });

  it('has an example that works', () => {
    const [, code = ''] = /```ts\n([\s\S]*?)\n```/.exec(page) ?? [];
    const make = new Function('route', 'AnyOrder', 'express', `return ${code}`);
    const table = defineRoutes([make(route, z.any(), async () => {})]);
    const wants = (data: object, source = '/shop/eu') => {
      const event = parseCloudEvent({ specversion: '1.0', id: '1', type: 'order.placed', source, data });
      return event.ok && table.match(event.value).length === 1;
    };
    const order = { currency: 'EUR', totalAmount: 10_000, lines: [{ sku: 'B1-XL', quantity: 1 }] };
    expect(wants(order)).toBe(true);
    expect(wants({ ...order, totalAmount: 1, express: true })).toBe(true);
    expect(wants({ ...order, totalAmount: 1 })).toBe(false);
    expect(wants({ ...order, coupon: 'SPRING' })).toBe(false);
    expect(wants({ ...order, currency: 'USD' })).toBe(false);
    expect(wants(order, '/kiosk')).toBe(false);
    const apart = [
      { sku: 'B1-XL', quantity: 6 },
      { sku: 'A1', quantity: 1 },
    ];
    expect(wants({ ...order, lines: apart })).toBe(false);
  });
});

const cases = Object.entries(CASES).flatMap(([number, all]) => all.map((one) => [number, ...one] as const));

describe('a pattern, by the rules of docs/patterns.md', () => {
  it.each(cases)('%s: %s', (_number, pattern, matching, other) => {
    const parsed = parsePattern(pattern);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const matcher = createMatcher([[1, { pattern: parsed.value }]]);
    const matches = (event: string) => {
      const bytes = matcher.matchBytes(Buffer.from(event)).length === 1;
      const value = parseDeepJson(Buffer.from(event));
      if (value.ok && isObject(value.value))
        expect([event, matcher.match(value.value).length === 1]).toEqual([event, bytes]);
      return bytes;
    };
    expect(matching.filter((event) => !matches(event))).toEqual([]);
    expect(other.filter(matches)).toEqual([]);
  });
});

const refusals = Object.entries(REFUSED).flatMap(([number, all]) =>
  all.map(([pattern, code]) => ({ number, code, pattern, shown: pattern.slice(0, 60) })),
);

describe('an event, by the rules of docs/patterns.md', () => {
  it('25: matches nothing when its bytes are no UTF-8', () => {
    const parsed = parsePattern('{"a":[1]}');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const event = Buffer.from('{"a":1,"b":"\xff"}', 'latin1');
    expect(createMatcher([[1, { pattern: parsed.value }]]).matchBytes(event)).toEqual([]);
  });

  it('27: is refused when it is delivered and nests deeper than the limit', () => {
    const event = (levels: number) => {
      const data = `${'['.repeat(levels)}${']'.repeat(levels)}`;
      return parseCloudEvent(JSON.parse(`{"specversion":"1.0","id":"1","source":"/s","type":"t","data":${data}}`));
    };
    // The event itself is one level.
    expect(event(MAX_DEPTH - 1).ok).toBe(true);
    expect(event(MAX_DEPTH)).toMatchObject({ ok: false, error: { code: 'too-deep' } });
  });
});

describe('a pattern is refused, by the rules of docs/patterns.md', () => {
  it.each(refusals)('$number: $code: $shown', ({ pattern, code }) => {
    const parsed = parsePattern(pattern);
    expect(parsed).toMatchObject({ ok: false, error: { code } });
  });

  it('26: what is no UTF-8', () => {
    expect(parsePattern(new Uint8Array([0x7b, 0xff]))).toMatchObject({ ok: false, error: { code: 'bad-utf8' } });
  });

  it('28: what is at a limit is read', () => {
    const deepest = `${'{"a":'.repeat(254)}[{"exists":true}]${'}'.repeat(254)}`;
    const most = `{${branches('a', 10)},${branches('b', 10)},${branches('c', 10)}}`;
    for (const pattern of [deepest, most, `{"a":[${'1,'.repeat(99_999)}1]}`])
      expect(parsePattern(pattern).ok).toBe(true);
  });
});
