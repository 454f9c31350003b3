import { doors, odd } from './gcp/bad.ts';
import { send } from './gcp/request.ts';
import { batches, orders, uploads } from './gcp/shapes.ts';
import { describeAdapter } from './suite.ts';

describeAdapter({ cloud: 'gcp', env: {}, send, uploads, orders, batches, doors, odd });
