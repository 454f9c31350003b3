import type { SASLCustomAuthenticator } from '@platformatic/kafka';
import type { KerberosSettings } from '../settings/kerberos-settings.ts';
import { missingPeer } from './missing-peer.ts';

type Step = (token: string | null) => Promise<Buffer>;
type Kerberos = typeof import('kerberos');

/**
 * Kerberos by the machine's own library. A keytab takes the place of the whole process's tickets, as in Kafka's Java client, where a
 * login is for the whole process too. Rejects when the package is not installed.
 */
export async function gssapiAuthenticator(settings: KerberosSettings): Promise<SASLCustomAuthenticator> {
  const kerberos = await import('kerberos').catch(missingPeer('kerberos', 'sasl.mechanism GSSAPI'));
  if (settings.keytab !== undefined) useKeytab(settings.keytab);
  return (_mechanism, connection, authenticate, _username, _password, _token, callback) => {
    let last: Awaited<ReturnType<typeof authenticate.async>> | undefined;
    const send: Step = async (token) => {
      last = await authenticate.async(connection, Buffer.from(token ?? '', 'base64'));
      return last.authBytes;
    };
    negotiate(kerberos, settings, { host: connection.host ?? '', send }).then(
      () => callback(null, last),
      (error: Error) => callback(error, undefined),
    );
  };
}

/** The library asks these when it first needs a ticket, and gets the next one by itself. */
function useKeytab(path: string): void {
  process.env.KRB5_CLIENT_KTNAME = `FILE:${path}`;
  process.env.KRB5CCNAME = 'MEMORY:waybill';
}

type Peer = { readonly host: string; readonly send: Step };

/** RFC 4752, section 3.1: the context first, then the agreement on no layer of security, since TLS is one. */
async function negotiate(kerberos: Kerberos, { service, principal }: KerberosSettings, { host, send }: Peer) {
  const client = await kerberos.initializeClient(`${service}@${host}`, {
    mechOID: kerberos.GSS_MECH_OID_KRB5,
    gssFlags: kerberos.GSS_C_MUTUAL_FLAG | kerberos.GSS_C_SEQUENCE_FLAG,
    ...(principal === undefined ? {} : { principal }),
  });
  let challenge = '';
  while (!client.contextComplete) challenge = (await send(await client.step(challenge))).toString('base64');
  const offer = Buffer.from(await client.unwrap(challenge), 'base64');
  if (((offer[0] ?? 0) & NO_LAYER) === 0)
    throw new Error('The broker asks for a layer of security of its own in GSSAPI: expected it to take none');
  await send(await client.wrap(Buffer.from([NO_LAYER, 0, 0, 0]).toString('base64')));
}

const NO_LAYER = 1;
