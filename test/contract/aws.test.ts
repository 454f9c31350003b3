import { doors, odd } from './aws/bad.ts';
import { send } from './aws/invoke.ts';
import { batches, orders, uploads } from './aws/shapes.ts';
import { describeAdapter } from './suite.ts';

// So little time that a call on Kafka does not wait for a back-off itself: then each answer tells what the suite asks for.
const env = { WAYBILL_PARTIAL_BATCH: 'aws:sqs,aws:kafka', WAYBILL_TIME_LIMIT: '26s' };

describeAdapter({ cloud: 'aws', env, send, uploads, orders, batches, doors, odd });
