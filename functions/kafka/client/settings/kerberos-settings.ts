import { jaasFrom } from './jaas-from.ts';
import { readBytes } from './read-file.ts';
import type { Source } from './source.ts';

export type KerberosSettings = {
  /** The brokers' service: the part before the `/` of their principals. */
  readonly service: string;
  /** Our own, such as `waybill@EXAMPLE.COM`; absent for that of the ticket that is there. */
  readonly principal?: string;
  /** A file with our keys; absent where a ticket is there already (`kinit`, KRB5CCNAME). */
  readonly keytab?: string;
};

/** Kerberos by Kafka's names and the Krb5LoginModule of the JAAS line; krb5.conf is found as everywhere (KRB5_CONFIG). Throws with a sentence. */
export function kerberosFrom(source: Source): KerberosSettings {
  const options = jaasFrom(source, 'Krb5LoginModule')?.options ?? {};
  const service = source.get('sasl.kerberos.service.name') ?? options.serviceName;
  if (!service) {
    throw new Error(
      `${source.where('sasl.kerberos.service.name')} is not set: expected the brokers' service, mostly kafka`,
    );
  }
  const [principal, keytab] = [options.principal, options.useKeyTab === 'true' ? options.keyTab : undefined];
  if (keytab !== undefined) checkKeytab(source, keytab, principal);
  return { service, ...(principal ? { principal } : {}), ...(keytab === undefined ? {} : { keytab }) };
}

function checkKeytab(source: Source, keytab: string, principal: string | undefined): void {
  const where = `keyTab in ${source.where('sasl.jaas.config')}`;
  readBytes(keytab, where);
  if (!principal) throw new Error(`${where} is set without principal="…": expected whose key it is`);
}
