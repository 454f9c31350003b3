import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/aws/decode.ts';
import { createPorts } from '../../../../functions/aws/ports.ts';
import { createPublisher } from '../../../../functions/aws/publisher.ts';
import { startAws } from '../../../../local/emulators/aws.ts';
import { createEventBridge } from '../../../../local/emulators/event-bridge/event-bridge.ts';
import { readBody, sendJson, serve } from '../../../../local/http.ts';
import { createManualClock } from '../../../manual-clock.ts';
import { until } from '../../../until.ts';
import { closedPort } from '../closed-port.ts';
import { LIMITS, onlyEvent } from '../decoded.ts';
import { EVENT, published } from '../published-events.ts';
import { setEnv } from '../set-env.ts';

const NOWHERE = '/dev/null';
const KAFKA = { KAFKA_BROKERS: '127.0.0.1:9092', STATE_TABLE: 'state', DEAD_LETTERS_BUCKET: 'letters' };

const closing: (() => unknown)[] = [];
beforeEach(() => {
  closing.push(
    setEnv({
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: undefined,
      AWS_PROFILE: undefined,
      AWS_CONFIG_FILE: NOWHERE,
      AWS_SHARED_CREDENTIALS_FILE: NOWHERE,
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
  );
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function publishTo(endpoint: string) {
  closing.push(setEnv({ AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint }));
  return createPublisher({ EVENT_BUS_NAME: 'shop' });
}

/** A bus whose one rule leads every event to the adapter's decode. */
async function setUp() {
  const clock = createManualClock();
  const got: string[] = [];
  const bridge = createEventBridge({ clock, matches: () => true });
  const aws = await startAws({ clock, eventBridge: { bridge } });
  closing.push(bridge.close, aws.close);
  bridge.createBus('shop');
  const invokeAsync = async (event: string) => void got.push(event);
  bridge.putRule({ name: 'all', eventBusName: 'shop', eventPattern: {}, targets: [{ invokeAsync }] });
  const received = async (count: number) => {
    await until('the events', () => got.length >= count);
    return got.map((event) => onlyEvent(decode(JSON.parse(event), LIMITS)));
  };
  return { publish: publishTo(aws.url), received };
}

/** An EventBridge that answers each PutEvents as `answer` says. */
async function startAnswering(answer: (entries: readonly { Detail: string }[]) => [status: number, body: object]) {
  const calls: number[] = [];
  const server = await serve(async (request, response) => {
    const { Entries } = JSON.parse((await readBody(request)).toString());
    calls.push(Entries.length);
    sendJson(response, ...answer(Entries));
  });
  closing.push(server.close);
  return { publish: publishTo(server.url), calls };
}

/** PutEvents' answer when the entry with the id 'bad' fails with this code. */
function failing(ErrorCode: string) {
  return (entries: readonly { Detail: string }[]): [number, object] => {
    const isBad = ({ Detail }: { Detail: string }) => JSON.parse(Detail).id === 'bad';
    const Entries = entries.map((entry) => (isBad(entry) ? { ErrorCode, ErrorMessage: 'no' } : { EventId: '1' }));
    return [200, { FailedEntryCount: entries.filter(isBad).length, Entries }];
  };
}

describe('the publisher to EventBridge', () => {
  it.each(published)('hands on %s', async (_, event) => {
    const { publish, received } = await setUp();
    await publish([event]);
    expect(await received(1)).toEqual([event]);
  });

  it('splits what is more than one call takes, and keeps the order', async () => {
    const { publish, calls } = await startAnswering(failing('none'));
    await publish(Array.from({ length: 23 }, (_, n) => ({ ...EVENT, id: `${n}` })));
    expect(calls).toEqual([10, 10, 3]);
  });

  it('hands on more than one call takes', async () => {
    const { publish, received } = await setUp();
    const ids = Array.from({ length: 11 }, (_, n) => `${n}`);
    await publish(ids.map((id) => ({ ...EVENT, id })));
    expect((await received(11)).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['ThrottlingException', 'unavailable'],
    ['InternalFailure', 'unavailable'],
    ['NotAuthorizedForSourceException', 'unavailable'],
    ['MalformedDetail', 'refused'],
    ['InvalidArgument', 'refused'],
  ])('takes an entry that failed with %s for %s, though the call succeeded', async (code, kind) => {
    const { publish } = await startAnswering(failing(code));
    const events = [EVENT, { ...EVENT, id: 'bad' }];
    await expect(publish(events)).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(`1 of 2 events: ${code}`),
    });
  });

  it('is refused what is larger than EventBridge takes', async () => {
    const { publish } = await setUp();
    const large = { ...EVENT, data: 'x'.repeat(1024 * 1024) };
    await expect(publish([large])).rejects.toMatchObject({ kind: 'refused' });
  });

  it.each([
    [400, 'ExpiredTokenException'],
    [400, 'ThrottlingException'],
    [403, 'AccessDeniedException'],
    [500, 'InternalException'],
  ])('is unavailable when it is answered %d %s', async (status, __type) => {
    const { publish } = await startAnswering(() => [status, { __type, message: 'no' }]);
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });

  it('is unavailable when nothing listens', async () => {
    const publish = publishTo(`http://${await closedPort()}`);
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });

  it('is unavailable without credentials, and says so', async () => {
    const { publish } = await setUp();
    closing.push(setEnv({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }));
    await expect(publish([EVENT])).rejects.toThrow(/^publisher unavailable: .*credentials/);
  });

  it('says which variable it misses', async () => {
    expect(() => createPublisher({})).toThrow('EVENT_BUS_NAME');
    await expect(createPorts(KAFKA)).rejects.toThrow('KAFKA_TOPIC');
  });
});
