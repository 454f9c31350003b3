import { styleText } from 'node:util';
import type { DeliveryLine } from '../../shared/delivery/log.ts';

export type Narrator = {
  readonly say: (text: string) => void;
  readonly heading: (text: string) => void;
  readonly delivery: (line: DeliveryLine) => void;
};

type Style = Parameters<typeof styleText>[0];

const COLOURS: Readonly<Record<DeliveryLine['outcome'], Style>> = { done: 'green', retry: 'yellow', reject: 'red' };

/** Tells a person what happens, one line for each delivery; colours only where the stream is a terminal that wants them. */
export function createNarrator(stream: NodeJS.WriteStream): Narrator {
  const paint = (style: Style, text: string) => styleText(style, text, { stream });
  const say = (text: string) => void stream.write(`${text}\n`);
  return {
    say,
    heading: (text) => say(`\n${paint('bold', text)}`),
    delivery: (line) => {
      const columns = [
        line.cloud.padEnd(6),
        (line.event?.type ?? 'no event').padEnd(15),
        shorten(line.event?.subject ?? '', 24).padEnd(24),
        (line.route ?? '–').padEnd(8),
      ];
      const outcome = paint(
        line.as === undefined ? COLOURS[line.outcome] : 'dim',
        (line.as ?? line.outcome).padEnd(10),
      );
      const time = `${line.ms} ms`.padStart(8);
      say(`  ${columns.join(' ')} ${outcome} ${time}${why(line)}`);
    },
  };
}

function why({ outcome, code, reason, attempt }: DeliveryLine): string {
  const tries = attempt > 1 ? `  attempt ${attempt}` : '';
  return outcome === 'done' ? tries : `${tries}  ${code === undefined ? '' : `${code}: `}${reason ?? ''}`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(1 - length)}`;
}
