import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '../../../shared/routing/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['500ms', 500],
    ['20s', 20_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['14d', 1_209_600_000],
    ['999999999d', 999_999_999 * 86_400_000],
  ])('reads %s as milliseconds', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms });
  });

  it.each([
    '',
    '20',
    's',
    '20 s',
    '1.5s',
    '-1s',
    '20S',
    '20sec',
    '1h30m',
    '1e3s',
    '9999999999s',
    '20s\n',
    20,
    null,
    {},
  ])('refuses %j', (input) => {
    expect(parseDuration(input)).toMatchObject({ ok: false, error: { code: 'bad-duration' } });
  });
});
