import { keyOf } from '../../shared/delivery/join-record.ts';
import { showValue } from '../../shared/routing/explain/shorten.ts';
import type { Target } from '../../shared/routing/table.ts';
import { JOIN_DUE } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { events } from '../../shared/schemas/events.ts';
import { cloneJson } from '../../shared/schemas/json.ts';
import { type Schema, validate } from '../../shared/schemas/schema.ts';

/** Why an event that a route wants becomes a dead letter before its handler runs: the letter's code, and what does not fit where. */
export type Refusal = {
  readonly code: 'schema' | 'no-key';
  readonly at: string;
  readonly expected: string;
  readonly got: string;
};

/** The same checks as a delivery makes: a route's schema, a join's key and the schema of the event's type. */
export async function findRefusal(target: Target, event: CloudEvent): Promise<Refusal | undefined> {
  if (target.kind === 'route') return misfit(target.schema, event);
  if (event.type === JOIN_DUE) return undefined;
  if (keyOf(target, event) === undefined) {
    const at = target.by.startsWith('/') ? target.by : `/${target.by}`;
    return { code: 'no-key', at, expected: 'what its parts have in common', got: 'nothing' };
  }
  const schema = new Map<string, Schema>(Object.entries(events)).get(event.type);
  return schema === undefined ? undefined : misfit(schema, event);
}

async function misfit(schema: Schema, event: CloudEvent): Promise<Refusal | undefined> {
  const fits = await validate(schema, cloneJson(event.data));
  if (fits.ok) return undefined;
  const { at = '/data', expected = 'data that fits' } = fits.error;
  return { code: 'schema', at: String(at), expected, got: showValue(reach(event, String(at))) };
}

function reach(event: object, at: string): unknown {
  const keys = at.split('/').slice(1);
  return keys.reduce<unknown>((value, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }, event);
}
