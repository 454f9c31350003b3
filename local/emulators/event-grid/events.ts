export type EventSchema = 'EventGridSchema' | 'CloudEventSchemaV1_0';

/** An event in the Event Grid schema, as it is delivered ("Azure Event Grid event schema"). */
export type EventGridSchemaEvent = {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly eventType: string;
  readonly eventTime: string;
  readonly data?: unknown;
  readonly dataVersion: string;
  readonly metadataVersion: '1';
};

/** What a source such as a storage account raises; Event Grid fills in what is not given. */
export type SystemEvent = Omit<EventGridSchemaEvent, 'topic' | 'dataVersion' | 'metadataVersion'> & {
  readonly topic?: string;
  readonly dataVersion?: string;
};

/** An accepted event: what filters and the console look at, and the event itself in the schema that it came in. */
export type Accepted = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
} & (
  | { readonly schema: 'EventGridSchema'; readonly event: EventGridSchemaEvent }
  | { readonly schema: 'CloudEventSchemaV1_0'; readonly event: Readonly<Record<string, unknown>> }
);

/** One line of what the emulator does, for a console; `attempts` counts the requests that were made for this event. */
export type EventGridEvent = {
  readonly topic: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
} & (
  | { readonly kind: 'published' }
  | { readonly kind: 'delivered'; readonly subscription: string; readonly attempts: number }
  | {
      readonly kind: 'retry';
      readonly subscription: string;
      readonly attempts: number;
      readonly outcome: string;
      readonly delayMs: number;
    }
  | {
      /** `gave-up`: no further try; the dead letter follows five minutes later. */
      readonly kind: 'gave-up' | 'dead-lettered' | 'dropped';
      readonly subscription: string;
      readonly attempts: number;
      readonly outcome: string;
      readonly reason: string;
    }
);
