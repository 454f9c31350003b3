import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';

/** Prints, as JSON, the tokens that two connections of a client to MSK would send. */
const { sasl } = await clientOptions(kafkaSettings(process.env));
const token = sasl?.token;
if (typeof token !== 'function') throw new Error('the client has no function for tokens');
process.stdout.write(JSON.stringify({ mechanism: sasl?.mechanism, tokens: [await token(), await token()] }));
