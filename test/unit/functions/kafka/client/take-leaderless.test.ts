import { expect, it } from '@jest/globals';
import { type Base, kGetApi, ResponseError } from '@platformatic/kafka';
import { takeLeaderless } from '../../../../../functions/kafka/client/take-leaderless.ts';

/** Metadata 12 of one topic with one partition, each with its error. */
const answerWith = (topic: number, partition: number) => ({
  topics: [
    { name: 'orders', errorCode: topic, partitions: [{ partitionIndex: 0, errorCode: partition, leaderId: -1 }] },
  ],
});

/** What a client whose broker answers so tells who asks it for this api. */
async function ask(name: string, answer: ReturnType<typeof answerWith>): Promise<unknown> {
  const error = new ResponseError(3, 12, { '/topics/0': [5, null] }, answer);
  const api = (_connection: unknown, callback: (thrown: Error) => void) => callback(error);
  const fake: unknown = {
    [kGetApi]: (_name: string, callback: (none: null, found: unknown) => void) => callback(null, api),
  };
  const client = takeLeaderless(fake as Base); // no more of it is called
  return new Promise((resolve) => {
    client[kGetApi](name, (_none, found) =>
      found?.({} as never, (thrown: unknown, response: unknown) => resolve(thrown ?? response)),
    );
  });
}

it('takes an answer in which a partition has no leader', async () => {
  expect(await ask('Metadata', answerWith(0, 5))).toEqual(answerWith(0, 5));
});

it('leaves a topic that is not there, or may not be seen, an error', async () => {
  expect(await ask('Metadata', answerWith(3, 0))).toBeInstanceOf(ResponseError);
});

it('leaves what is no answer about topics as it is', async () => {
  expect(await ask('Fetch', answerWith(0, 5))).toBeInstanceOf(ResponseError);
});
