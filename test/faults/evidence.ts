import { createState } from '../../functions/kafka/state.ts';
import { createSqliteState } from '../../shared/delivery/embedded/sqlite-state.ts';
import { LETTERS } from '../../shared/delivery/letters.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import type { Evidence } from './check.ts';
import { claimStatuses } from './claim-statuses.ts';
import { keyOf } from './fault-events.ts';
import { readTopic } from './read-topic.ts';
import type { Stage } from './stage.ts';

/** All that a scenario has left behind, once its workers have ended. */
export async function collect(stage: Stage): Promise<Evidence> {
  const {
    admin,
    broker: { brokers },
    noted,
    topic,
    fleet,
    load,
    audit,
    workerEnv,
    folder,
  } = stage;
  const state = 'STATE_URL' in workerEnv ? createState(workerEnv, Date.now) : createSqliteState(folder, Date.now);
  const copies = await readTopic(brokers, admin, `${topic}.dead-letters`);
  const records = await readTopic(brokers, admin, noted);
  return {
    sent: load.sent,
    lines: audit.lines(),
    deaths: fleet.deaths,
    claims: await claimStatuses(state),
    noted: records.map(({ value }) => idOf(value)),
    letters: await lettersIn(state),
    copies: copies.map(({ value, headers }) => keyOf(routeOf(headers), { id: idOf(value) })),
  };
}

/** The keys of the claims that the letters are of: there are few. */
async function lettersIn(state: StateStore): Promise<readonly string[]> {
  const letters = await state.list(LETTERS, { limit: 1_000 });
  return letters.map(({ value }) => keyOf(Object(value).route, { id: Object(Object(value).event).id }));
}

/** A header is found by the bytes of its name, which are others in each record. */
function routeOf(headers: ReadonlyMap<Buffer, Buffer>): string {
  return String([...headers].find(([name]) => name.toString() === 'waybill-route')?.[1]);
}

function idOf(value: Buffer): string {
  return Object(JSON.parse(value.toString())).id;
}
