/** What a workload decides of an event; everything else is the same in all of them. */
export type Told = {
  readonly source: string;
  readonly type?: string;
  readonly data?: {
    readonly env?: string;
    readonly number?: string;
    readonly region?: string;
    readonly latency?: number;
  };
};

/** A CloudEvent of about 500 bytes, as JSON: the attributes that a broker adds, and a small payload. */
export function toEvent(index: number, { source, type = ALERT, data }: Told): string {
  const hex = index.toString(16).padStart(12, '0');
  return JSON.stringify({
    specversion: '1.0',
    id: `3f6c1a52-7d0e-4b8a-9c41-${hex}`,
    source,
    type,
    subject: `hosts/host-${index % 97}`,
    time: `2026-03-01T12:${pad(Math.floor(index / 60) % 60)}:${pad(index % 60)}.125Z`,
    datacontenttype: 'application/json',
    traceparent: `00-4bf92f3577b34da6${hex}9d0e-00f067aa0ba902b7-01`,
    data: {
      env: 'prod',
      number: '0',
      region: 'earth',
      latency: 550,
      ...data,
      tags: ['tag1', 'tag2'],
      host: `host-${index % 97}`,
      team: 'platform',
      severity: 'critical',
      message: 'disk usage above threshold for 5 minutes',
    },
  });
}

export const ALERT = 'com.example.service.alert';

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
