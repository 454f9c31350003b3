import type { Clock, LogLine } from '../../../../shared/delivery/ports.ts';
import type { KafkaTrouble } from '../../client/errors.ts';

/**
 * What does not work at present, by who found it. The log hears of it once, of a change, and again every half minute. What nobody has met
 * for minutes is over, since whoever met it would have tried again: its partition is another worker's, or its broker is no more.
 */
export type Troubles = {
  readonly set: (source: string, trouble: KafkaTrouble, details?: Readonly<Record<string, unknown>>) => void;
  readonly clear: (source: string) => void;
  readonly list: () => readonly string[];
  /** Whether there is any that no waiting mends: a login, a certificate, a grant, a group of another kind. */
  readonly isLoud: () => boolean;
};

const AGAIN = 30_000;
const OVER = 240_000;

export function createTroubles(clock: Clock, log: (line: LogLine) => void): Troubles {
  const open = new Map<string, { readonly trouble: KafkaTrouble; readonly logged: number; readonly met: number }>();
  const clear = (source: string) => {
    const last = open.get(source);
    if (last === undefined) return;
    open.delete(source);
    log({ level: 'info', message: 'Kafka trouble is over', source, code: last.trouble.code });
  };
  const present = () => {
    const since = clock.now() - OVER;
    for (const [source, { met }] of open) if (met < since) clear(source);
    return [...open];
  };
  return {
    set: (source, trouble, details = {}) => {
      const last = open.get(source);
      const now = clock.now();
      const known = last?.trouble.code === trouble.code && now - last.logged < AGAIN;
      open.set(source, { trouble, logged: known ? last.logged : now, met: now });
      if (known) return;
      const { code, kind, message: reason, retriable } = trouble;
      log({ level: retriable ? 'warn' : 'error', message: 'Kafka trouble', source, code, kind, reason, ...details });
    },
    clear,
    list: () => present().map(([source, { trouble }]) => `${source}: ${trouble.code}: ${trouble.message}`),
    isLoud: () => present().some(([, { trouble }]) => !trouble.retriable && trouble.kind !== 'unknown-topic'),
  };
}
