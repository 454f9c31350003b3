import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { describeStateStore } from '../../contract/state-store.ts';

describeStateStore('state in memory', () => ({ open: createMemoryState }));
