import fc from 'fast-check';
import { toEvent } from '../../../../../functions/azure/decode.ts';
import { compileRoutes } from '../../../../../functions/azure/native-filter.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import { TEXTS } from '../../../../reference/native/conditions.ts';
import {
  type EventGridFilter,
  passesEventGrid,
  READINGS,
  type Reading,
} from '../../../../reference/native/event-grid.ts';
import { type EventJson, eventsOf } from '../../../../reference/native/events.ts';
import { fitsOf } from '../../../../reference/native/fits-of.ts';
import type { Compiled, Source, Trial } from '../../../../reference/native/run.ts';

type EventGrid = Compiled & { readonly subscriptions: readonly (EventGridFilter & { readonly name: string })[] };

function compile(table: Table, source: 'events' | 'uploads'): EventGrid | undefined {
  const compiled = compileRoutes(table);
  const trigger = compiled.ok ? compiled.value.triggers[source] : null;
  if (!compiled.ok || trigger === null) return undefined;
  return { ...fitsOf(compiled.value.routes, source, trigger), subscriptions: trigger.subscriptions };
}

type Answer = Pick<Trial, 'always' | 'ever'>;

/** A filter must do in each way to read what the documentation leaves open, and never deliver an event by two subscriptions. */
function answer({ subscriptions }: EventGrid, event: EventJson): Answer {
  const count = (reading: Reading) => subscriptions.filter((one) => passesEventGrid(one, event, reading)).length;
  const [always, documented] = [
    READINGS.map(count),
    READINGS.map((reading) => count({ ...reading, foldTypes: false })),
  ];
  if ([...always, ...documented].some((subscribed) => subscribed > 1))
    throw new Error(`Two subscriptions take ${JSON.stringify({ subscriptions, event })}`);
  return { always: !always.includes(0), ever: documented.includes(1) };
}

function onTopic(filter: EventGrid, event: EventJson): Trial {
  const decoded = toEvent(event);
  // What fails to be decoded is an upload in Azure's words that somebody else wrote.
  const isNative = event.type === 'Microsoft.Storage.BlobCreated';
  const broken = !decoded.ok && filter.fitOf('blob.uploaded') !== undefined;
  return { ...answer(filter, event), events: decoded.ok ? [decoded.value] : [], broken, judged: !isNative };
}

const CONTAINER = '/blobServices/default/containers/uploads/blobs/';

/** What the storage account tells of the container of the uploads, and of another one. */
const storageEvents: fc.Arbitrary<EventJson> = fc
  .record({
    type: fc.constantFrom('BlobCreated', 'BlobCreated', 'BlobCreated', 'BlobDeleted', 'BlobTierChanged'),
    name: fc.constantFrom('x', 'xy', 'X', 'thumbnails/a', '2024/1', '10.0.0.1', ...TEXTS),
    contentType: fc.constantFrom(undefined, 'x', 'xy', 'XY', 'image/png', '', '2024/1'),
    contentLength: fc.constantFrom(0, 1, 2, 2024),
    elsewhere: fc.nat(9),
  })
  .map(({ type, name, contentType, contentLength, elsewhere }) => ({
    ...{
      specversion: '1.0',
      id: '1',
      source: '/subscriptions/s/storageAccounts/account',
      time: '2026-01-31T12:00:00Z',
    },
    type: `Microsoft.Storage.${type}`,
    subject: (elsewhere === 0 ? CONTAINER.replace('uploads', 'uploads-2') : CONTAINER) + name,
    data: {
      ...{
        api: 'PutBlob',
        eTag: '"0x1"',
        sequencer: '01',
        url: `https://account.blob.core.windows.net/uploads/${encodeURIComponent(name)}`,
      },
      ...(contentType !== undefined && { contentType }),
      contentLength,
    },
  }));

/** The subscription is to what routes name, in one container: nothing else may pass. */
function inContainer(filter: EventGrid, event: EventJson): Trial {
  const found = answer(filter, event);
  const decoded = toEvent(event);
  const brought =
    decoded.ok && filter.fitOf(decoded.value.type) !== undefined && String(event.subject).startsWith(CONTAINER);
  if (!brought && found.ever) throw new Error(`It brings ${JSON.stringify({ filter, event })}`);
  return { ...found, events: brought ? [decoded.value] : [], broken: false, judged: true };
}

export const events: Source<EventGrid, EventJson> = {
  compile: (table) => compile(table, 'events'),
  messages: (table) => fc.oneof({ weight: 9, arbitrary: eventsOf(table) }, storageEvents),
  test: onTopic,
};

export const uploads: Source<EventGrid, EventJson> = {
  compile: (table) => compile(table, 'uploads'),
  messages: () => storageEvents,
  test: inContainer,
};
