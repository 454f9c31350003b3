import { inWords } from '../explain/in-words.ts';
import type { Route } from '../route.ts';
import { attributeDomain, attributeInWords, isAttributeName } from './attribute-domain.ts';
import { mayHoldAll } from './compatible.ts';
import { type Domain, mayHold } from './domain.ts';
import { domainInWords } from './domain-in-words.ts';
import type { Finding } from './finding.ts';
import type { Want } from './wants.ts';

/** Why no event can be as wanted. */
export type Conflict = Pick<Finding, 'at' | 'message' | 'fix'>;

/** What in one way to satisfy a route no CloudEvent of the route's types can have. The data is not looked at. */
export function findContradiction(want: Want, route: Route): Conflict | undefined {
  const attributes = Map.groupBy(want, ({ path }) => path);
  for (const [path, fields] of attributes) {
    if (isInData(path)) continue;
    const domain = attributeDomain(path, route);
    const impossible = fields.find(({ any }) => !any.some((condition) => mayHold(condition, domain)));
    if (impossible !== undefined)
      return { at: impossible.at, message: noSuchValue(path, inWords(impossible.any), domain), ...fixOf(path) };
    const lists = fields.map(({ any }) => any);
    if (!mayHoldAll(lists, domain))
      return { at: fields[0]?.at ?? '', message: `${path} cannot be ${lists.map(inWords).join(' and also ')}` };
  }
  return twoPayloads(want);
}

/** Whether a path leads to the payload or into it. */
export function isInData(path: string): boolean {
  return path === 'data' || path.startsWith('data.');
}

function noSuchValue(path: string, wanted: string, domain: Domain): string {
  if (!isAttributeName(path) && path !== 'data_base64')
    return `${path} cannot be ${wanted}: no attribute has that name, which is of a to z and 0 to 9`;
  const isListed = domain.accepts === undefined;
  const holds = isListed ? domainInWords(domain) : `${attributeInWords(path)}${domain.absent ? ', or nothing' : ''}`;
  return `${path} cannot be ${wanted}: it is ${holds}`;
}

/** What is no attribute was most likely meant to be in the payload. */
function fixOf(path: string): { readonly fix?: string } {
  const [first = ''] = path.split('.');
  if (first === 'detail') return { fix: 'An EventBridge event’s detail is data here' };
  if (first === 'detail-type') return { fix: 'An EventBridge event’s detail-type is type here' };
  return isAttributeName(path) || path === 'data_base64' ? {} : { fix: 'What is in the payload is written under data' };
}

function twoPayloads(want: Want): Conflict | undefined {
  const needs = (of: (path: string) => boolean) =>
    want.find(({ path, any }) => of(path) && !any.some((one) => one.kind === 'exists' && !one.exists));
  const bytes = needs((path) => path === 'data_base64');
  if (bytes === undefined || needs(isInData) === undefined) return undefined;
  return { at: bytes.at, message: 'an event has data or data_base64, and never both' };
}
