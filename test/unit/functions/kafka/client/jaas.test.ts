import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJaas } from '../../../../../functions/kafka/client/settings/jaas.ts';

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule';

const READ: Readonly<Record<string, readonly [line: string, options: Readonly<Record<string, string>>]>> = {
  'user and password': [`${PLAIN} required username="a" password="b";`, { username: 'a', password: 'b' }],
  'no option at all': [`${PLAIN} required;`, {}],
  'more than one line, and white space around the sign': [`${PLAIN} required\n username = "a"\n;\n`, { username: 'a' }],
  'single quotes, and no quotes': [`${PLAIN} required a='b' useKeyTab=true;`, { a: 'b', useKeyTab: 'true' }],
  'quotes, backslashes and signs in a password': [
    `${PLAIN} required password="a\\"b\\\\c;d=e 'f'";`,
    { password: `a"b\\c;d=e 'f'` },
  ],
  'the escapes of Java’s tokenizer': [`${PLAIN} REQUIRED password="\\n\\101\\q";`, { password: '\nAq' }],
  'a name that JavaScript knows': [`${PLAIN} required __proto__="x";`, { ['__proto__']: 'x' }],
};

const NONE: Readonly<Record<string, string>> = {
  'without its end': `${PLAIN} required password="b"`,
  'without its flag': `${PLAIN} password="b";`,
  'a name without a value': `${PLAIN} required password;`,
  'a quote that does not close': `${PLAIN} required password="b;`,
  'something after its end': `${PLAIN} required; more`,
  nothing: '',
};

describe('a JAAS line', () => {
  it.each(Object.entries(READ))('is read: %s', (_, [line, options]) => {
    expect(parseJaas(line)).toEqual({ module: 'PlainLoginModule', options });
  });

  it.each(Object.entries(NONE))('is none: %s', (_, line) => {
    expect(parseJaas(line)).toBeUndefined();
  });

  it('gives back any password between quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (password) => {
        const quoted = password.replace(/[\\"]/g, '\\$&');
        expect(parseJaas(`${PLAIN} required password="${quoted}";`)?.options).toEqual({ password });
      }),
    );
  });
});
