/** Loaded before a worker: the end of stdin is its SIGTERM, so that none outlives a parent that died. */
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'));
