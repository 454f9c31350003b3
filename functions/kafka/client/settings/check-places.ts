import type { Broker } from './brokers.ts';
import { toAddress } from './brokers.ts';
import { isLoopback } from './is-loopback.ts';
import type { Preset } from './presets.ts';
import type { Properties } from './properties.ts';
import type { Protocol } from './protocol.ts';
import type { SaslSettings } from './sasl-settings.ts';

/** These send the password or a token as it is. */
const BARE: ReadonlySet<string | undefined> = new Set(['PLAIN', 'OAUTHBEARER', 'AWS_MSK_IAM']);

/** Whether a mechanism would send a secret in the clear where others can read it. */
export function isExposed(protocol: Protocol, mechanism: string | undefined, host: string): boolean {
  return protocol === 'SASL_PLAINTEXT' && BARE.has(mechanism) && !isLoopback(host);
}

/** The sentence for it. */
export function exposed(mechanism: string | undefined, host: string): string {
  return `sasl.mechanism ${mechanism} without TLS would send the secret to ${host} as it is, for others to read: use security.protocol SASL_SSL, or SCRAM-SHA-512 where there is no TLS`;
}

type Chosen = { readonly protocol: Protocol; readonly sasl?: SaslSettings };

/** Throws when a secret would be sent in the clear, and when a port of the preset's service is for something else than what is set. */
export function checkPlaces(brokers: readonly Broker[], { protocol, sasl }: Chosen, preset: Preset | undefined): void {
  for (const broker of brokers) {
    if (isExposed(protocol, sasl?.mechanism, broker.host)) throw new Error(exposed(sasl?.mechanism, broker.host));
    if (preset !== undefined && !isLoopback(broker.host)) checkPort(broker, { protocol, sasl }, preset);
  }
}

function checkPort(
  broker: Broker,
  chosen: { protocol: Protocol; sasl: SaslSettings | undefined },
  preset: Preset,
): void {
  const { ports = {}, onlyPorts = false } = preset;
  const there = ports[broker.port];
  if (there === undefined && !onlyPorts) return;
  if (there === undefined)
    throw new Error(
      `The broker ${toAddress(broker)} is not on a port of this service: expected port ${Object.keys(ports).join(' or ')}`,
    );
  const given = { 'security.protocol': chosen.protocol, 'sasl.mechanism': chosen.sasl?.mechanism };
  if (fits(there, given)) return;
  const right = Object.keys(ports).filter((port) => fits(ports[Number(port)] ?? {}, given));
  const hint = right.length === 0 ? '' : `; port ${right.join(' or ')} is for what is set`;
  throw new Error(
    `Port ${broker.port} of ${broker.host} is for ${words(there)}, got ${words(given)}: expected these to agree${hint}`,
  );
}

type Given = Readonly<Record<string, string | undefined>>;

function fits(there: Properties, given: Given): boolean {
  return Object.entries(there).every(([name, value]) => given[name] === value);
}

function words(given: Given): string {
  return [given['security.protocol'], given['sasl.mechanism']].filter((word) => word !== undefined).join(' with ');
}
