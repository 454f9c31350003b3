import { bind } from '../../shared/delivery/bind.ts';
import { bindDeadLetters } from '../../shared/delivery/give-up.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { routes } from '../../shared/routes.ts';
import { createAck, parsePartial } from './ack.ts';
import { decodeDeadLetters } from './dead-letters.ts';
import { decode } from './decode.ts';
import { createPorts } from './ports.ts';
import { readDeadLetters } from './read-dead-letters.ts';

const ports = await createPorts(process.env, routes.topics);
const router = createRouter({ name: 'aws', table: routes, ports }, process.env);
const ack = createAck(parsePartial(process.env.WAYBILL_PARTIAL_BATCH));
const run = bind({ decode, ack }, router);
const file = bindDeadLetters({ decode: decodeDeadLetters, ack }, router);
const store = { blobs: ports.blobs, bucket: process.env.ON_FAILURE_BUCKET };

type Context = { getRemainingTimeInMillis(): number };

export const handler = async (payload: unknown, context: Context) => run(payload, toCall(context));

/** Another function, `index.deadLetters`: for the on-failure bucket and the dead-letter queues. */
export const deadLetters = async (payload: unknown, context: Context) =>
  file(await readDeadLetters(store, payload), toCall(context));

function toCall(context: Context) {
  return { deadline: Date.now() + context.getRemainingTimeInMillis() };
}
