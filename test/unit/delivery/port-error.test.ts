import { describe, expect, it } from '@jest/globals';
import { createCatch, fromStatus, PortError, toPortError } from '../../../shared/delivery/port-error.ts';

describe('a PortError', () => {
  it('names its port and kind, and keeps its cause', () => {
    const cause = new Error('ECONNREFUSED');
    expect(toPortError('mail', cause)).toMatchObject({
      name: 'PortError',
      kind: 'unavailable',
      port: 'mail',
      message: 'mail unavailable: ECONNREFUSED',
      cause,
    });
  });

  it('is kept when it is one already', () => {
    const error = new PortError('refused', 'blobs', { message: 'too large' });
    expect(toPortError('mail', error)).toBe(error);
  });

  it.each([400, 411, 413, 414, 422])('refuses for good on a status of %d', (status) => {
    expect(fromStatus('blobs', status, new Error('no')).kind).toBe('refused');
  });

  it.each([undefined, 401, 403, 404, 408, 409, 429, 500, 503])('may pass on a status of %p', (status) => {
    expect(fromStatus('blobs', status, new Error('no')).kind).toBe('unavailable');
  });

  it('is not thrown for a status that means something else', () => {
    const caught = createCatch('blobs', (error) => Reflect.get(error, 'statusCode'));
    expect(caught([404], 'gone')(Object.assign(new Error('not found'), { statusCode: 404 }))).toBe('gone');
    expect(() => caught([404], 'gone')({ statusCode: 500 })).toThrow('blobs unavailable');
    expect(() => caught([404], 'gone')('a text')).toThrow('blobs unavailable: a thrown string');
  });
});
