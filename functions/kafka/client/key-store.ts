/** What a key store or trust store is, by its first bytes: its name says little, and Java takes PKCS12 for JKS as well. */
export function kindOfStore(bytes: Buffer): 'PEM' | 'PKCS12' | 'JKS' | 'unknown' {
  if (bytes.includes('-----BEGIN ')) return 'PEM';
  if (bytes[0] === 0x30) return 'PKCS12';
  return [0xfeedfeed, 0xcececece].includes(bytes.length < 4 ? 0 : bytes.readUInt32BE()) ? 'JKS' : 'unknown';
}

/** Node reads a PKCS12 store only for its key: trusted certificates must be PEM. */
export function refuseTrustStore(path: string, where: string): never {
  throw new Error(
    `${where} names ${path}, which is no PEM file: Node takes trusted certificates as PEM only. Run keytool -list -rfc -keystore ${path} > ca.pem, and set ssl.truststore.location to ca.pem and ssl.truststore.type to PEM`,
  );
}

export function refuseJks(path: string, where: string): never {
  throw new Error(
    `${where} names ${path}, which is neither PKCS12 nor PEM: Node does not read Java's own key stores. Run keytool -importkeystore -srckeystore ${path} -destkeystore client.p12 -deststoretype PKCS12, and set ssl.keystore.location to client.p12 and ssl.keystore.type to PKCS12`,
  );
}
