/** Gives the token to send, and forgets one that was refused. */
export type Tokens = { readonly get: () => Promise<string>; readonly forget: () => void };

/** A token and how long it lives from now, in milliseconds. */
export type Fresh = { readonly token: string; readonly lifetime: number };

type Held = { readonly token: string; readonly renewAt: number; readonly endsAt: number };

/**
 * Keeps a token until three quarters of its life are over: a broker asks for the next at four fifths of a session, so that it gets a
 * fresh one. Who asks while one is fetched waits for the same; when none can be fetched, the old one is good to its end.
 */
export function keepTokens(fetch: () => Promise<Fresh>, now: () => number = Date.now): Tokens {
  let held: Held | undefined;
  let fetching: Promise<string> | undefined;
  const renew = async () => {
    const { token, lifetime } = await fetch();
    held = { token, renewAt: now() + lifetime * 0.75, endsAt: now() + lifetime };
    return token;
  };
  const fetchOnce = () => {
    fetching ??= renew().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  return {
    get: async () => {
      const old = held;
      if (old !== undefined && now() < old.renewAt) return old.token;
      return fetchOnce().catch((error: unknown) => {
        if (old === undefined || now() >= old.endsAt) throw error;
        return old.token;
      });
    },
    forget: () => {
      held = undefined;
    },
  };
}
