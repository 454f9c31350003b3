import { checkAttributes } from '../../schemas/attributes.ts';
import type { Target } from '../table.ts';
import { ABSENT, ALL_NUMBERS, ANY_TEXT, ANYTHING, type Domain, NEVER } from './domain.ts';

/** What a CloudEvent that is of one of the route's types may have at a path outside its data (CloudEvents 1.0.2 §3, JSON format §2). */
export function attributeDomain(path: string, { name, on }: Target): Domain {
  switch (path) {
    case 'specversion':
      return { ...NEVER, texts: ['1.0'] };
    case 'type':
      return { ...NEVER, texts: on };
    case 'id':
    case 'source':
      return { ...ANY_TEXT, accepts: fits(path) };
    case 'subject':
    case 'time':
    case 'datacontenttype':
    case 'dataschema':
      return { ...ANY_TEXT, absent: true, accepts: fits(path) };
    case 'data_base64':
      return { ...ANY_TEXT, absent: true };
    // A redriven event is for the route that it names.
    case 'waybillroute':
      return { ...NEVER, texts: [name], absent: true };
    default:
      return isAttributeName(path) ? { ...EXTENSION, accepts: fits(path) } : ABSENT;
  }
}

export function isAttributeName(name: string): boolean {
  return /^[a-z0-9]+$/.test(name);
}

const INT32 = { ...ALL_NUMBERS, low: -(2 ** 31), high: 2 ** 31 - 1, integer: true };
const EXTENSION: Domain = { ...ANYTHING, numbers: [INT32], others: [true, false] };

const VALID = { specversion: '1.0', id: '1', source: '/', type: 'a' };

/** What an attribute holds, in the words that an event is refused with. */
export function attributeInWords(name: string): string | undefined {
  return checkAttributes({ ...VALID, [name]: '\u0000' })?.expected;
}

/** Whether a text is one that an event may have in this attribute. */
function fits(name: string): (text: string) => boolean {
  return (text) => checkAttributes({ ...VALID, [name]: text }) === undefined;
}
