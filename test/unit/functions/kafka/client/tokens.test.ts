import { describe, expect, it } from '@jest/globals';
import { keepTokens } from '../../../../../functions/kafka/client/login/tokens.ts';

/** A clock that is set by hand, and a source of tokens that live 100 s. */
function setUp() {
  const state = { now: 0, fetched: 0, broken: false };
  const fetch = async () => {
    if (state.broken) throw new Error('no token today');
    state.fetched += 1;
    return { token: `token ${state.fetched}`, lifetime: 100_000 };
  };
  return { state, tokens: keepTokens(fetch, () => state.now) };
}

describe('kept tokens', () => {
  it('serve until three quarters of their life are over', async () => {
    const { state, tokens } = setUp();
    const got: string[] = [];
    for (const now of [0, 74_999, 75_000, 149_999, 150_000]) {
      state.now = now;
      got.push(await tokens.get());
    }
    expect(got).toEqual(['token 1', 'token 1', 'token 2', 'token 2', 'token 3']);
  });

  it('are fetched once for all who ask meanwhile', async () => {
    const { state, tokens } = setUp();
    expect(await Promise.all([tokens.get(), tokens.get(), tokens.get()])).toEqual(['token 1', 'token 1', 'token 1']);
    expect(state.fetched).toBe(1);
  });

  it('serve to their end while no new one can be had, and then fail with the reason', async () => {
    const { state, tokens } = setUp();
    await tokens.get();
    state.broken = true;
    state.now = 99_999;
    expect(await tokens.get()).toBe('token 1');
    state.now = 100_000;
    await expect(tokens.get()).rejects.toThrow('no token today');
    state.broken = false;
    expect(await tokens.get()).toBe('token 2');
  });

  it('are fetched anew after a broker refused one', async () => {
    const { tokens } = setUp();
    await tokens.get();
    tokens.forget();
    expect(await tokens.get()).toBe('token 2');
  });
});
