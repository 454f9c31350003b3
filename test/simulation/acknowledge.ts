import { nameOf, type Parcel } from './ledger.ts';
import { whatIsOpen } from './whereabouts.ts';
import type { World } from './world.ts';

/** A cloud forgets messages: each of them must be done by now, or a durable dead letter. */
export async function acknowledge(world: World, parcels: readonly Parcel[]): Promise<void> {
  for (const parcel of parcels) {
    world.say(`acknowledged ${nameOf(parcel)}`);
    world.counts.add('deliveries: acknowledged');
    world.ledger.forget(parcel);
    for (const open of await whatIsOpen(world, parcel))
      world.find(`${nameOf(parcel)} was acknowledged although ${open}`);
  }
}
