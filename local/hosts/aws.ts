import { announce, entryFromEnv, portFromEnv } from './announce.ts';
import { startLambdaHost } from './lambda/host.ts';

/** The AWS adapter, or the module that WAYBILL_ENTRY names, behind the Lambda Invoke API, as the function `router`. */
const host = await startLambdaHost({
  functionName: 'router',
  handlerModule: entryFromEnv('functions/aws/index.ts'),
  port: portFromEnv(),
  environments: 2,
  env: Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ),
});

announce('aws', host.url, host.close);
