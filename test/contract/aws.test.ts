import { doors, odd } from './aws/bad.ts';
import { send } from './aws/invoke.ts';
import { batches, orders, uploads } from './aws/shapes.ts';
import { describeAdapter } from './suite.ts';

const env = { WAYBILL_PARTIAL_BATCH: 'aws:sqs,aws:kafka' };

describeAdapter({ cloud: 'aws', env, send, uploads, orders, batches, doors, odd });
