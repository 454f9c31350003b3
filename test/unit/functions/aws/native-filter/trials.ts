import fc from 'fast-check';
import { cloudEvents, type JsonObject } from './events.ts';
import type { Trial } from './run.ts';
import { tablesOf } from './tables.ts';
import { inTopic, onBus, toText } from './wire.ts';

const SMALL = tablesOf({ least: 1, most: 4, openOneIn: 5 });
const LARGE = tablesOf({ least: 8, most: 24, openOneIn: 60 });

export const onTheBus: Trial<{ readonly event: JsonObject; readonly plain: boolean }> = {
  source: 'events',
  tables: SMALL,
  draw: (alphabet) => fc.boolean().chain((plain) => cloudEvents(alphabet, !plain).map((event) => ({ event, plain }))),
  toMessage: (aws, { event, plain }) => onBus(aws, event, plain),
};

type Mode = 'structured' | 'odd' | 'batch' | 'binary' | 'text';
const MODES: readonly Mode[] = ['structured', 'structured', 'odd', 'batch', 'binary', 'text'];

export const inATopic: Trial<{ readonly mode: Mode; readonly events: readonly JsonObject[] }> = {
  source: 'kafka',
  tables: SMALL,
  draw: (alphabet) =>
    fc.constantFrom(...MODES).chain((mode) => {
      const length = mode === 'batch' ? { minLength: 1, maxLength: 3 } : { minLength: 1, maxLength: 1 };
      return fc.array(cloudEvents(alphabet, mode === 'odd'), length).map((events) => ({ mode, events }));
    }),
  toMessage: (aws, { mode, events }) => {
    const [event = {}] = events;
    switch (mode) {
      case 'batch':
        return inTopic(
          aws,
          { value: toText(events), headers: [['content-type', 'application/cloudevents-batch+json']] },
          false,
        );
      case 'binary':
        return inTopic(aws, { value: toText(event.data ?? {}), headers: headersOf(event, 'application/json') }, false);
      case 'text':
        return inTopic(aws, { value: 'no JSON', headers: headersOf(event, 'text/plain') }, false);
      default:
        return inTopic(aws, { value: toText(event) }, mode === 'structured');
    }
  },
};

function headersOf(event: JsonObject, contentType: string): readonly (readonly [string, string])[] {
  const attributes = Object.entries(event).filter(([name]) => name !== 'data');
  return [...attributes.map(([name, value]) => [`ce_${name}`, String(value)] as const), ['content-type', contentType]];
}

/** Of tables whose conditions do not all fit. */
export const onTheFullBus = { ...onTheBus, tables: LARGE };
export const inAFullTopic = { ...inATopic, tables: LARGE };
