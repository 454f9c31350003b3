import { arch, cpus, platform, release, totalmem } from 'node:os';

/** Where the numbers come from: `2 × Intel(R) Xeon(R) Processor, 24 GiB, linux 6.1 x64, Node 24.21.0`. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory}, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`;
}
