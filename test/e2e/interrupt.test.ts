import { afterAll, describe, expect, it } from '@jest/globals';
import { copyCheckout } from './support/checkout.ts';
import { startChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';
import { livingIn } from './support/group.ts';

const closers = createClosers();
afterAll(closers.closeAll);

describe('Ctrl-C in the middle of the samples', () => {
  it('ends the functions for good, though they got it too, and then the start', async () => {
    const { root } = closers.add(await copyCheckout());
    const start = closers.add(startChild(['local/start.ts'], { cwd: root, env: { FORCE_COLOR: '1' } }));
    await start.says(/Four orders and a photo on each cloud/);
    start.signalGroup('SIGINT');
    expect(await start.ended).toBe(0);
    expect(start.stdout()).not.toContain('starting it again');
    // The one test that asks for colours: only then is there any in a pipe.
    expect(start.stdout()).toContain('\u001b[1mFour orders and a photo on each cloud\u001b[22m');
    expect(livingIn(start.pid)).toEqual([]);
  }, 90_000);
});
