import type { Consumer } from '@platformatic/kafka';
import { explainKafkaError } from '../../client/errors.ts';
import type { Blocks } from '../blocks.ts';
import type { Troubles } from '../watch/troubles.ts';

/** The client that fetches: opened when it is needed, and another one after it was given up. */
export type FetchClient = {
  readonly get: () => Consumer | undefined;
  readonly open: () => void;
  readonly giveUp: () => Promise<void>;
  /** Gives it up, for good. */
  readonly stop: () => Promise<void>;
};

type Options = {
  readonly open: () => Promise<Consumer>;
  readonly blocks: Blocks;
  readonly troubles: Troubles;
  readonly onOpen: () => void;
};

const SOURCE = 'client';

export function createFetchClient({ open, blocks, troubles, onOpen }: Options): FetchClient {
  let client: Consumer | undefined;
  let [opening, stopped] = [false, false];
  const giveUp = async () => {
    const old = client;
    client = undefined;
    await old?.close(true).catch(() => {});
  };
  const openOnce = async () => {
    if (client !== undefined || opening || stopped || blocks.isBlocked(SOURCE)) return;
    opening = true;
    try {
      client = await open();
      blocks.clear(SOURCE);
      troubles.clear(SOURCE);
    } catch (error) {
      troubles.set(SOURCE, explainKafkaError(error));
      blocks.block(SOURCE, true);
    }
    opening = false;
    if (stopped) await giveUp();
    else if (client !== undefined) onOpen();
  };
  return {
    get: () => client,
    open: () => void openOnce(),
    giveUp,
    stop: () => {
      stopped = true;
      return giveUp();
    },
  };
}
