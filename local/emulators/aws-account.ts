/** The one account and region that everything emulated here lives in; no request's signature is checked. */
export const region = 'us-east-1';
export const accountId = '000000000000';

/** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE` in the emulated account. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}
