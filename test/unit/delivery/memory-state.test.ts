import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { describeStateStore } from '../../contract/state-store.ts';

describeStateStore('state in memory', () => {
  let time = () => 0;
  const store = createMemoryState(() => time());
  return {
    open: (now) => {
      time = now;
      return store;
    },
  };
});
