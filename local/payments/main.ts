import { need } from '../../shared/delivery/embedded/env.ts';
import { announce, portFromEnv } from '../hosts/announce.ts';
import { startGateway } from './gateway.ts';

/** The sandbox gateway as a process of its own, on PORT (and HOST, in a container), with its ledger in the folder PAYMENTS_ROOT. */
const folder = need(process.env, 'PAYMENTS_ROOT', 'the folder for the ledger');
const { url, close } = await startGateway({ port: portFromEnv(), host: process.env.HOST, folder });
announce('payments', url, close);
