import { describe, expect, it } from '@jest/globals';
import { type Edit, editEvent } from '../../../shared/delivery/edit-event.ts';
import { orderPlaced } from './world.ts';

const event = orderPlaced({ data: { customer: { name: 'Ada', 'a/b': 1 }, lines: [{ sku: 'TEA' }] } });

function edit(...edits: readonly (readonly [at: string, value: unknown])[]) {
  return editEvent(
    event,
    edits.map(([at, value]): Edit => ({ at, value })),
  );
}

const MADE: Readonly<Record<string, readonly [at: string, value: unknown, data: object]>> = {
  'changes a member': ['/data/customer/name', 'Bea', { customer: { name: 'Bea' } }],
  'adds a member to an object that is there': [
    '/data/customer/email',
    'a@b.c',
    { customer: { name: 'Ada', email: 'a@b.c' } },
  ],
  'changes an item of a list': ['/data/lines/0/sku', 'CUP', { lines: [{ sku: 'CUP' }] }],
  'adds an item behind the last': ['/data/lines/-', { sku: 'CUP' }, { lines: [{ sku: 'TEA' }, { sku: 'CUP' }] }],
  'unescapes a key': ['/data/customer/a~1b', 2, { customer: { 'a/b': 2 } }],
  'replaces all of the data': ['/data', { n: 1 }, { n: 1 }],
};

const REFUSED: Readonly<Record<string, readonly [at: string, value: unknown, error: object]>> = {
  'the id': ['/id', '2', { code: 'fixed-attribute', at: '/id' }],
  'the source': ['/source', '/x', { code: 'fixed-attribute' }],
  'the type': ['/type', 'x', { code: 'fixed-attribute', fix: expect.stringContaining('new event') }],
  'what the router writes': ['/waybillredrive', 7, { code: 'fixed-attribute' }],
  'what is no pointer': ['data/customer', 1, { code: 'bad-pointer' }],
  'a holder that is not there, and guesses': [
    '/data/custmer/email',
    1,
    { code: 'leads-nowhere', fix: 'Did you mean /data/customer?' },
  ],
  'a member of a text': [
    '/data/customer/name/first',
    1,
    { code: 'leads-nowhere', got: expect.stringContaining('string') },
  ],
  'a place beyond a list’s end': ['/data/lines/2', 1, { code: 'leads-nowhere' }],
  'the length of a list': ['/data/lines/length/x', 1, { code: 'leads-nowhere' }],
  'an attribute that no event may have': ['/Colour', 'red', { code: 'bad-attribute-name' }],
  'a time that is none': ['/time', 'yesterday', { code: 'bad-attribute', at: '/time' }],
};

describe('an edit', () => {
  it.each(Object.entries(MADE))('%s', (_what, [at, value, data]) => {
    const edited = edit([at, value]);
    expect(edited).toMatchObject({ ok: true, value: { id: '1', data } });
    expect(event.data).toEqual({ customer: { name: 'Ada', 'a/b': 1 }, lines: [{ sku: 'TEA' }] });
  });

  it.each(Object.entries(REFUSED))('refuses %s', (_what, [at, value, error]) => {
    expect(edit([at, value])).toMatchObject({ ok: false, error });
  });

  it('may need the one before it', () => {
    const edited = edit(['/data/address', {}], ['/data/address/city', 'Paris']);
    expect(edited).toMatchObject({ ok: true, value: { data: { address: { city: 'Paris' } } } });
  });

  it('to __proto__ makes a member of that name and changes no prototype', () => {
    const edited = edit(['/data/__proto__', { polluted: true }]);
    expect(Object.getPrototypeOf(edited.ok ? edited.value.data : null)).toBe(Object.prototype);
    expect(edited.ok && JSON.stringify(edited.value.data)).toContain('"__proto__":{"polluted":true}');
  });
});
