/** The packages that only some installations have: what is used of them. */
declare module 'kerberos' {
  export const GSS_MECH_OID_KRB5: number;
  export const GSS_C_MUTUAL_FLAG: number;
  export const GSS_C_SEQUENCE_FLAG: number;
  /** RFC 4752's client side; tokens are base64. */
  export type KerberosClient = {
    readonly contextComplete: boolean;
    step(challenge: string): Promise<string>;
    unwrap(challenge: string): Promise<string>;
    wrap(challenge: string): Promise<string>;
  };
  type Options = { readonly mechOID: number; readonly gssFlags: number; readonly principal?: string };
  export function initializeClient(service: string, options: Options): Promise<KerberosClient>;
}

declare module 'aws-msk-iam-sasl-signer-js' {
  /** `expiryTime` is in milliseconds since the epoch. */
  type Signed = { readonly token: string; readonly expiryTime: number };
  export function generateAuthToken(options: { readonly region: string }): Promise<Signed>;
  export function generateAuthTokenFromProfile(options: {
    readonly region: string;
    readonly awsProfileName: string;
  }): Promise<Signed>;
  export function generateAuthTokenFromRole(options: {
    readonly region: string;
    readonly awsRoleArn: string;
    readonly awsRoleSessionName?: string;
  }): Promise<Signed>;
}
