import type { Lane } from '../lanes/lane.ts';
import type { LaneStatus, WorkerStatus } from '../worker-options.ts';
import type { Troubles } from './troubles.ts';

type Facts = {
  readonly state: 'running' | 'stopping' | 'stopped';
  readonly isMember: boolean;
  readonly troubles: Troubles;
  readonly lanes: readonly Lane[];
};

export function toStatus({ state, isMember, troubles, lanes }: Facts): WorkerStatus {
  return {
    state: state === 'running' ? (isMember ? 'member' : 'joining') : state,
    ready: state === 'running' && isMember && !troubles.isLoud(),
    troubles: troubles.list(),
    codes: troubles.codes(),
    lanes: lanes.map(toLaneStatus),
  };
}

function toLaneStatus(lane: Lane): LaneStatus {
  const { topic, partition, records, position, end } = lane;
  // What is finished above the mark is no lag of ours.
  const lag = end === undefined ? undefined : records.size + Number(end > position ? end - position : 0n);
  return { topic, partition, depth: records.size, lag };
}
