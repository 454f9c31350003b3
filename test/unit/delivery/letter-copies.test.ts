import { expect, it } from '@jest/globals';
import { bind } from '../../../shared/delivery/bind.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import type { Item } from '../../../shared/delivery/item.ts';
import { LETTERS, type Letter } from '../../../shared/delivery/letters.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { reject } from '../../../shared/routing/outcome.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { fail, ok } from '../../../shared/schemas/result.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

/** A router that hands letters to `copyLetter`, and the source whose items carry these origins. */
function setUp(copyLetter: (letter: Letter, origin: unknown) => Promise<void>) {
  const world = createWorld();
  const state = createMemoryState(world.clock.now);
  const table = defineRoutes([routeTo(async () => reject('no-stock', 'sold out'))]);
  const router = createRouter({ name: 'test', table, ports: { ...world.ports, state, copyLetter } }, {});
  const decode = (given: readonly Item<null>[]) => given;
  const run = bind({ decode, ack: (settled) => settled.map(({ verdict }) => verdict.kind) }, router);
  return { run, state };
}

function item(event: Item<null>['event'], origin: unknown): Item<null> {
  return { ref: null, lane: '', event, origin, raw: Buffer.from('raw') };
}

const ITEMS = [
  item(ok(orderPlaced()), 'of a reject'),
  item(ok({ ...orderPlaced(), id: 'stray', type: 'nobody.knows' }), 'of an unrouted event'),
  item(fail({ code: 'bad-json', message: 'The text is not JSON' }), 'of no event'),
];

it('a letter goes to its copy with the origin of its item, before it is in the index', async () => {
  const copies: (readonly [code: string, origin: unknown])[] = [];
  const { run, state } = setUp(async (letter, origin) => {
    expect(await state.get(LETTERS, letter.id)).toBeUndefined();
    expect(letter).not.toHaveProperty('origin');
    copies.push([letter.code, origin]);
  });
  expect(await run(ITEMS)).toEqual(['done', 'done', 'done']);
  expect(copies).toEqual([
    ['no-stock', 'of a reject'],
    ['unrouted', 'of an unrouted event'],
    ['bad-json', 'of no event'],
  ]);
});

it('a letter whose copy cannot be written is not filed, and its event comes again', async () => {
  let isDown = true;
  const { run, state } = setUp(async () => {
    if (isDown) throw new Error('no leader');
  });
  expect(await run(ITEMS)).toEqual(['retry', 'retry', 'retry']);
  expect(await state.list(LETTERS, { limit: 10 })).toEqual([]);
  isDown = false;
  expect(await run(ITEMS)).toEqual(['done', 'done', 'done']);
  expect(await state.list(LETTERS, { limit: 10 })).toHaveLength(3);
});

it.each(['type', 'id', 'source', 'subject'])(
  'a letter of an event whose %s is longer than a record of the index is filed',
  async (name) => {
    const copies: Letter[] = [];
    const { run, state } = setUp(async (letter) => void copies.push(letter));
    const event = { ...orderPlaced(), [name]: 'x'.repeat(40_000) };
    expect(await run([item(ok(event), 'of a long event')])).toEqual(['done']);
    expect(copies).toMatchObject([{ event }]);
    expect(await state.list(LETTERS, { limit: 10 })).toHaveLength(1);
  },
);
