import { messageOf } from '../../shared/delivery/port-error.ts';
import { readReservation } from '../../shared/handlers/stock/reservation.ts';
import { type SampleOrder, sampleOrders } from '../samples/sample-orders.ts';
import { CLOUDS, type CloudName } from './cloud.ts';
import { judge } from './judge.ts';
import type { Laptop } from './laptop.ts';
import type { Narrator } from './narrator.ts';
import { type Report, toReport } from './report.ts';
import { PHOTO, playOrder, type Show, uploadPhoto } from './samples.ts';
import { stockOf } from './stock-of.ts';
import type { Stories } from './stories.ts';

export type Stage = Show & { readonly narrator: Narrator; readonly stories: Stories };

/** What is not as it should be on a cloud, in words. */
export type Fault = { readonly cloud: CloudName; readonly fault: string };

export type Played = {
  readonly report: Report;
  readonly samples: readonly SampleOrder[];
  readonly faults: readonly Fault[];
};

/** Plays the samples on every cloud, one after another so that each can be followed, and looks at what came of them. */
export async function runSamples(stage: Stage): Promise<Played> {
  const { laptop, heard, narrator, stories } = stage;
  const since = Date.now();
  const samples = sampleOrders(await firstNumber(laptop));
  const before = await onEach((cloud) => stockOf(laptop.storesOf(cloud).state));
  const troubles: Fault[] = [];
  for (const sample of samples) {
    narrator.heading(sample.order.orderId, `: ${sample.title}`);
    const failed = (cloud: CloudName) => (error: unknown) => {
      troubles.push({ cloud, fault: `${sample.order.orderId}: ${messageOf(error)}` });
    };
    await Promise.all(CLOUDS.map((cloud) => playOrder(stage, cloud, sample).catch(failed(cloud))));
    await heard.untilQuiet();
    stories.tell(sample.order.orderId);
  }
  narrator.heading(PHOTO);
  await uploadPhoto(laptop);
  await heard.until(() => CLOUDS.every((cloud) => isResized(stage, cloud)));
  await heard.untilQuiet();
  stories.goLive();
  const report = await toReport(laptop, heard.deliveries, since);
  const [after, ledgers] = await Promise.all([
    onEach((cloud) => stockOf(laptop.storesOf(cloud).state)),
    onEach(laptop.payments.ledgerOf),
  ]);
  const faultsOf = (cloud: CloudName) => {
    const shelves = { before: before[cloud], after: after[cloud] };
    const evidence = {
      cloud,
      samples,
      report,
      ...shelves,
      ledger: ledgers[cloud],
      hasInbox: laptop.inbox !== undefined,
    };
    return judge(evidence).map((fault) => ({ cloud, fault }));
  };
  return { report, samples, faults: [...troubles, ...CLOUDS.flatMap(faultsOf)] };
}

/** The first number from which on no cloud has seen an order, where a folder is used run after run. */
async function firstNumber(laptop: Laptop): Promise<number> {
  for (let number = 1; ; number += 1) {
    const seen = await onEach((cloud) => readReservation(laptop.storesOf(cloud).state, `order-${number}`));
    if (CLOUDS.every((cloud) => seen[cloud] === undefined)) return number;
  }
}

function isResized({ heard }: Stage, cloud: CloudName): boolean {
  return heard.deliveries.some(
    (line) =>
      line.cloud === cloud && line.route === 'resize' && line.outcome !== 'retry' && line.event?.subject === PHOTO,
  );
}

async function onEach<T>(get: (cloud: CloudName) => Promise<T>): Promise<Readonly<Record<CloudName, T>>> {
  const [gcp, azure, aws] = await Promise.all([get('gcp'), get('azure'), get('aws')]);
  return { gcp, azure, aws };
}
