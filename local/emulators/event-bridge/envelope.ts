import { accountId, region } from '../aws-account.ts';

export type EventParts = {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly time: Date;
  readonly resources: readonly string[];
  /** JSON text. */
  readonly detail: string;
};

/** An event as targets get it, as JSON text (EventBridge User Guide, "Event structure"); `detail` stays as it was sent. */
export function toEnvelope({ id, source, detailType, time, resources, detail }: EventParts): string {
  const head = {
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account: accountId,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region,
    resources,
  };
  return `${JSON.stringify(head).slice(0, -1)},"detail":${detail}}`;
}
