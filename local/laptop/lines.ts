import type { DeliveryLine } from '../../shared/delivery/log.ts';
import type { LogLine } from '../../shared/delivery/ports.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';

/** A dead letter was filed; `redrive` is the command that brings its event back. */
export type LetterLine = LogLine & {
  readonly message: 'letter';
  readonly cloud: string;
  readonly letter: string;
  readonly redrive: string;
  readonly event?: DeliveryLine['event'];
};

export type Line =
  | { readonly kind: 'delivery'; readonly delivery: DeliveryLine }
  | { readonly kind: 'letter'; readonly letter: LetterLine }
  /** What a handler says. */
  | { readonly kind: 'log'; readonly log: LogLine }
  | { readonly kind: 'other'; readonly text: string };

/** What a host's output line is: one of the log lines of our own, or whatever else the function printed. */
export function parseLine(text: string): Line {
  const parsed = text.startsWith('{') ? parseJson(text) : undefined;
  const value = parsed?.ok ? parsed.value : undefined;
  if (!isObject(value) || typeof value.message !== 'string') return { kind: 'other', text };
  if (value.message === 'delivery') return { kind: 'delivery', delivery: value as DeliveryLine }; // our own log wrote it
  if (value.message === 'letter') return { kind: 'letter', letter: value as LetterLine }; // likewise
  return { kind: 'log', log: value as LogLine }; // likewise
}

/** The structured line that it was; undefined of other output. */
export function logOf(line: Line): LogLine | undefined {
  switch (line.kind) {
    case 'delivery':
      return line.delivery;
    case 'letter':
      return line.letter;
    case 'log':
      return line.log;
    case 'other':
      return undefined;
  }
}
