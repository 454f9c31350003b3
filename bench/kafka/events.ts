/** In bytes, of a record's whole value. */
export const EVENT_BYTES = 500;

/** Events of one subject, which lie far apart in the topic. */
const OF_A_SUBJECT = 5;

/** Every type of event in the topic. */
export const METER_READ = 'meter.read';

/** A CloudEvent in structured mode, of exactly EVENT_BYTES, and its subject as the record's key. All ids differ. */
export function toRecord(index: number, count: number): { readonly key: Buffer; readonly value: Buffer } {
  const subject = `meters/meter-${index % Math.ceil(count / OF_A_SUBJECT)}`;
  const empty = toJson(index, subject, '');
  const value = toJson(index, subject, 'x'.repeat(EVENT_BYTES - empty.length));
  return { key: Buffer.from(subject), value: Buffer.from(value) };
}

function toJson(index: number, subject: string, note: string): string {
  const hex = index.toString(16).padStart(12, '0');
  return JSON.stringify({
    specversion: '1.0',
    id: `3f6c1a52-7d0e-4b8a-9c41-${hex}`,
    source: 'https://meters.example/readings',
    type: METER_READ,
    subject,
    time: '2026-03-01T12:00:00.125Z',
    datacontenttype: 'application/json',
    data: { meter: subject, reading: index, unit: 'kWh', tags: ['tag1', 'tag2'], at: { lat: 48.1, lon: 11.5 }, note },
  });
}
