import { digest } from '../../shared/delivery/digest.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { ORDERED, STEP, type Step } from './fault-routes.ts';

export const SOURCE = '/faults';

/** An event of which there is a sequence for each subject; `partition` is that of the subject. */
export type Sent = {
  readonly id: string;
  readonly subject: string;
  readonly partition: number;
  readonly step: Step;
};

export type Series = {
  /** No two series have a name. */
  readonly name: string;
  readonly count: number;
  readonly partitions: number;
  readonly subjects?: number;
  /** Bytes that each event has besides. */
  readonly padding?: number;
  /** Those that hang, by their number in the series. */
  readonly hangs?: ReadonlyMap<number, Step['hang']>;
};

/** The events of a series in the order in which they are sent. */
export function toEvents(series: Series): readonly Sent[] {
  const { name, count, partitions, subjects = 200, padding = 0, hangs } = series;
  const text = 'x'.repeat(padding);
  return Array.from({ length: count }, (_, index) => {
    const number = index % subjects;
    const sequence = Math.floor(index / subjects);
    const subject = `${name}-${number}`;
    const hang = hangs?.get(index);
    const step = { sequence, padding: text, ...(hang === undefined ? {} : { hang }) };
    return { id: `${subject}-${sequence}`, subject, partition: number % partitions, step };
  });
}

export function toCloudEvent({ id, subject, step }: Sent): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: STEP,
    subject,
    datacontenttype: 'application/json',
    data: step,
  };
}

/** Of the claim on an event. */
export function keyOf(route: string, { id }: Pick<Sent, 'id'>): string {
  return `${route}|${SOURCE}|${id}`;
}

/** Of what the ordered route emits for an event. */
export function notedId({ id }: Pick<Sent, 'id'>): string {
  return digest(ORDERED, SOURCE, id, '0');
}
