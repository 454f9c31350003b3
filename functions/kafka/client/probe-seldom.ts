import type { KafkaTrouble } from './errors.ts';
import { probeBroker } from './probe.ts';
import type { KafkaSettings } from './settings.ts';

/** What keeps a client from a broker (`host:port`); undefined where nothing is found. It never rejects. */
export type Probe = (broker: string) => Promise<KafkaTrouble | undefined>;

/** So long what was found holds, in milliseconds. */
const HOLDS = 30_000;

/** Probes each broker once in half a minute and tells all who ask what that found: an outage, in which everything fails, asks little more of it. */
export function probeSeldom(
  settings: KafkaSettings,
  now: () => number,
  probe: Probe = (broker) => probeBroker(settings, broker),
): Probe {
  const probes = new Map<string, { readonly at: number; readonly found: ReturnType<Probe> }>();
  return (broker) => {
    const last = probes.get(broker);
    if (last !== undefined && now() - last.at < HOLDS) return last.found;
    const found = probe(broker).catch(() => undefined);
    probes.set(broker, { at: now(), found });
    return found;
  };
}
