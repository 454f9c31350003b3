/** Bytes of living objects and buffers, after a full collection; Node has to run with `--expose-gc`. */
export function heapUsed(): number {
  if (global.gc === undefined) throw new Error('Expected node --expose-gc, got a Node without it');
  global.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
