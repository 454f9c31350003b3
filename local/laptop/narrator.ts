import { styleText } from 'node:util';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import type { Line } from './lines.ts';

export type Narrator = {
  readonly say: (text: string) => void;
  readonly heading: (text: string, more?: string) => void;
  /** One line of a cloud's log, in words. */
  readonly line: (speaker: string, line: Line) => void;
};

type Style = Parameters<typeof styleText>[0];

const COLOURS: Readonly<Record<DeliveryLine['outcome'], Style>> = { done: 'green', retry: 'yellow', reject: 'red' };

/** Tells a person what happens, one line for each delivery; colours only where the stream is a terminal that wants them. */
export function createNarrator(stream: NodeJS.WriteStream): Narrator {
  const paint = (style: Style, text: string) => styleText(style, text, { stream });
  const say = (text: string) => void stream.write(`${text}\n`);
  const delivery = (line: DeliveryLine) => {
    const columns = toColumns(line);
    const outcome = (line.as ?? line.outcome).padEnd(10);
    const rest = `${`${line.ms} ms`.padStart(7)}${more(line)}`;
    // What nobody waits for stands back.
    if (line.as !== undefined) say(paint('dim', `${columns} ${outcome} ${rest}`));
    else say(`${columns} ${paint(COLOURS[line.outcome], outcome)} ${rest}`);
  };
  return {
    say,
    heading: (text, more = '') => say(`\n${paint('bold', text)}${more}`),
    line: (speaker, line) => {
      const who = speaker.padEnd(6);
      if (line.kind === 'delivery') delivery(line.delivery);
      else if (line.kind === 'letter') say(`  ${who} dead letter: ${line.letter.redrive}`);
      else if (line.kind === 'log') say(`  ${who} ${toWords(line.log)}`);
      else say(`  ${who} ${line.text}`);
    },
  };
}

function toColumns({ cloud, event, route }: DeliveryLine): string {
  const columns = [
    cloud.padEnd(6),
    (event?.type ?? 'no event').padEnd(18),
    shorten(event?.subject ?? '', 17).padEnd(17),
    (route ?? '–').padEnd(8),
  ];
  return `  ${columns.join(' ')}`;
}

function more({ outcome, code, reason, attempt, emitted = [] }: DeliveryLine): string {
  const tries = attempt > 1 ? `  attempt ${attempt}` : '';
  const why = outcome === 'done' ? '' : `  ${code === undefined ? '' : `${code}: `}${reason ?? ''}`;
  const types = emitted.map(({ type }) => type).join(', ');
  return `${tries}${why}${types === '' ? '' : `  → ${types}`}`;
}

function toWords({ message, route }: Extract<Line, { kind: 'log' }>['log']): string {
  return typeof route === 'string' ? `${route}: ${message}` : message;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(1 - length)}`;
}
