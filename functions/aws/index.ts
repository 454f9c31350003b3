import { bind } from '../../shared/delivery/bind.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { routes } from '../../shared/routes.ts';
import { createAck, parsePartial } from './ack.ts';
import { decode } from './decode.ts';
import { createPorts } from './ports.ts';

const router = createRouter({ name: 'aws', table: routes, ports: createPorts(process.env) }, process.env);
const run = bind({ decode, ack: createAck(parsePartial(process.env.WAYBILL_PARTIAL_BATCH)) }, router);

export const handler = async (payload: unknown, context: { getRemainingTimeInMillis(): number }) =>
  run(payload, { deadline: Date.now() + context.getRemainingTimeInMillis() });
