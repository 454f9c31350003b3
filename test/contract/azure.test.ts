import { doors, odd } from './azure/bad.ts';
import { send } from './azure/host-doors.ts';
import { batches, orders, uploads } from './azure/shapes.ts';
import { describeAdapter } from './suite.ts';

// Without it the function has no hub to read.
const env = { EVENT_HUB_NAME: 'events' };

describeAdapter({ cloud: 'azure', env, send, uploads, orders, batches, doors, odd });
