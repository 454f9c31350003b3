import { trustedIn } from '../stores/trust-store.ts';
import { isLoopback } from './is-loopback.ts';
import { jaasFrom } from './jaas-from.ts';
import { readSecretFile } from './read-file.ts';
import type { Source } from './source.ts';

export type OauthSettings = {
  readonly token: TokenFile | TokenEndpoint;
  /** SASL extensions (RFC 7628, section 3.1), such as Confluent's `logicalCluster`. */
  readonly extensions: Readonly<Record<string, string>>;
};

export type TokenFile = { readonly kind: 'file'; readonly path: string };

/** The client credentials grant (RFC 6749, section 4.4). */
export type TokenEndpoint = {
  readonly kind: 'endpoint';
  readonly url: string;
  /** The same for a sentence: without what follows a question mark. */
  readonly place: string;
  readonly scope: string | undefined;
  readonly clientId: string;
  /** Whether id and secret are URL-encoded before they make the header, as the RFC says and not every service wants. */
  readonly urlEncode: boolean;
  /** As it is now. */
  readonly clientSecret: () => string;
  /** Trusted certificates for the endpoint as they are now, where a file names them; else those that Node knows. */
  readonly ca: () => string | undefined;
};

const URL_NAME = 'sasl.oauthbearer.token.endpoint.url';

/** OAUTHBEARER by Kafka's names, and by those of the JAAS line that they replaced. Throws with a sentence. */
export function oauthFrom(read: () => Source): OauthSettings {
  const source = read();
  const options = jaasFrom(source, MODULE)?.options ?? {};
  const extensions = Object.entries(options).flatMap(([name, value]) =>
    name.startsWith('extension_') ? [[name.slice('extension_'.length), value] as const] : [],
  );
  return { token: tokenFrom(source, read), extensions: Object.fromEntries(extensions) };
}

const MODULE = 'OAuthBearerLoginModule';

function tokenFrom(source: Source, read: () => Source): TokenFile | TokenEndpoint {
  const text = source.get(URL_NAME);
  if (text === undefined) {
    throw new Error(
      `${source.where(URL_NAME)} is not set, and sasl.mechanism is OAUTHBEARER: expected the https URL that gives tokens, or file:///… with a token in it`,
    );
  }
  const url = toUrl(text, source.where(URL_NAME));
  if (url.protocol !== 'file:') return toEndpoint(url, source, read);
  const path = decodeURIComponent(url.pathname);
  readSecretFile(path, source.where(URL_NAME));
  return { kind: 'file', path };
}

function toUrl(text: string, where: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:', 'file:'].includes(url.protocol)) {
    throw new Error(`${where} is no URL that gives tokens: expected https://… or file:///…`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error(`${where} has a user in it: expected ${ID[0]} and ${SECRET[0]} instead`);
  }
  if (url.protocol !== 'http:' || isLoopback(url.hostname)) return url;
  throw new Error(
    `${where} is http to ${url.hostname}, so that the client's secret could be read on its way: expected https`,
  );
}

function toEndpoint(url: URL, source: Source, read: () => Source): TokenEndpoint {
  const clientSecret = () => needed(read(), SECRET);
  const ca = () => trusted(read());
  // Each once, so that what cannot work stops the load.
  clientSecret();
  ca();
  return {
    kind: 'endpoint',
    url: url.href,
    place: url.origin + url.pathname,
    clientId: needed(source, ID),
    scope: said(source, SCOPE),
    urlEncode: source.get('sasl.oauthbearer.header.urlencode') === 'true',
    clientSecret,
    ca,
  };
}

type Names = readonly [name: string, jaas: string];
const ID: Names = ['sasl.oauthbearer.client.credentials.client.id', 'clientId'];
const SECRET: Names = ['sasl.oauthbearer.client.credentials.client.secret', 'clientSecret'];
const SCOPE: Names = ['sasl.oauthbearer.scope', 'scope'];

function said(source: Source, [name, option]: Names): string | undefined {
  return source.get(name) ?? jaasFrom(source, MODULE)?.options[option];
}

function needed(source: Source, names: Names): string {
  const value = said(source, names);
  if (value) return value;
  throw new Error(
    `${source.where(names[0])} is ${value === '' ? 'empty' : 'not set'}: expected it, or ${names[1]}="…" in sasl.jaas.config, for the token's URL`,
  );
}

function trusted(source: Source): string | undefined {
  const options = jaasFrom(source, MODULE)?.options ?? {};
  const { 'ssl.truststore.location': path, 'ssl.truststore.password': password } = options;
  const where = `ssl.truststore.location in ${source.where('sasl.jaas.config')}`;
  return path === undefined ? undefined : trustedIn({ path, where, password });
}
