import type { Clock, LogLine } from '../../../../shared/delivery/ports.ts';
import type { KafkaErrorCode } from '../../client/errors/errors-table.ts';
import type { KafkaTrouble } from '../../client/errors.ts';
import type { LookCloser } from './look-closer.ts';

/**
 * What does not work at present, by who found it. The log hears of it once, of a change, and again every half minute. What nobody has met
 * for minutes is over, since whoever met it would have tried again: its partition is another worker's, or its broker is no more.
 */
export type Troubles = {
  readonly set: (source: string, trouble: KafkaTrouble, details?: Details) => void;
  readonly clear: (source: string) => void;
  readonly list: () => readonly string[];
  readonly codes: () => readonly KafkaErrorCode[];
  /** Whether there is any that no waiting mends: a login, a certificate, a grant, a group of another kind. */
  readonly isLoud: () => boolean;
};

type Details = Readonly<Record<string, unknown>>;

const AGAIN = 30_000;
const OVER = 240_000;

type Open = {
  readonly trouble: KafkaTrouble;
  /** When the log heard of it; undefined while somebody looks closer. */
  readonly logged: number | undefined;
  readonly met: number;
};

/** What `look` finds of a trouble takes its place, and the log waits for that. */
export function createTroubles(
  clock: Clock,
  log: (line: LogLine) => void,
  look: LookCloser = () => undefined,
): Troubles {
  const open = new Map<string, Open>();
  const clear = (source: string) => {
    const last = open.get(source);
    if (last === undefined) return;
    open.delete(source);
    if (last.logged === undefined) return;
    log({ level: 'info', message: 'Kafka trouble is over', source, code: last.trouble.code });
  };
  const present = () => {
    const since = clock.now() - OVER;
    for (const [source, { met }] of open) if (met < since) clear(source);
    return [...open];
  };
  const say = (source: string, trouble: KafkaTrouble, details: Details) => {
    const last = open.get(source);
    const now = clock.now();
    const known = last?.trouble.code === trouble.code && last.logged !== undefined && now - last.logged < AGAIN;
    open.set(source, { trouble, logged: known ? last.logged : now, met: now });
    if (known) return;
    const { code, kind, message: reason, retriable } = trouble;
    log({ level: retriable ? 'warn' : 'error', message: 'Kafka trouble', source, code, kind, reason, ...details });
  };
  return {
    set: (source, trouble, details = {}) => {
      const looking = look(trouble);
      if (looking === undefined) return say(source, trouble, details);
      open.set(source, { trouble, logged: undefined, ...open.get(source), met: clock.now() });
      void looking.then((found = trouble) => open.has(source) && say(source, found, details));
    },
    clear,
    list: () => present().map(([source, { trouble }]) => `${source}: ${trouble.code}: ${trouble.message}`),
    codes: () => present().map(([, { trouble }]) => trouble.code),
    isLoud: () => present().some(([, { trouble }]) => !trouble.retriable && trouble.kind !== 'unknown-topic'),
  };
}
