import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { MultipleErrors, NetworkError, UnsupportedCompressionError } from '@platformatic/kafka';
import { createSuspects, isUnreadable } from '../../../../../functions/kafka/worker/fetch/suspects.ts';
import { laneAt } from './any-record.ts';

const [good, bad] = [laneAt(0n, { partition: 0 }), laneAt(0n, { partition: 1 })];

function thrown(task: () => unknown): unknown {
  try {
    return task();
  } catch (error) {
    return error;
  }
}

describe('lanes whose answer could not be read', () => {
  it('are fetched one by one, until the one to blame is found and the others are free', () => {
    const suspects = createSuspects();
    expect(suspects.choose([good, bad])).toEqual([good, bad]);
    expect(suspects.note([good, bad])).toBeUndefined();
    expect(suspects.choose([good, bad])).toEqual([good]);
    suspects.clear([good]);
    expect(suspects.choose([good, bad])).toEqual([bad]);
    expect(suspects.note([bad])).toEqual({ lane: bad, times: 1 });
    expect(suspects.note([bad])).toEqual({ lane: bad, times: 2 });
    suspects.clear([bad]);
    expect(suspects.note([bad])).toEqual({ lane: bad, times: 1 });
    expect(suspects.choose([good])).toEqual([good]);
  });

  it.each([
    ['damaged bytes', thrown(() => gunzipSync(Buffer.from('damaged'))), true],
    ['a compression that is not known', new UnsupportedCompressionError('no'), true],
    ['a network that fails', new NetworkError('Connection closed'), false],
    ['a broker that is away', new MultipleErrors('fetch failed', [new NetworkError('Connection closed')]), false],
  ])('are told by the error: %s', (_, error, expected) => {
    expect(isUnreadable(error)).toBe(expected);
  });
});
