import type { PlayPeople } from '../../engine/dry-runs/play-people.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createMemoryStores } from '../stores/memory-stores.ts';
import { createPlayPeople } from './play-people.ts';

/** Makes plays that need no server: each has stores of its own, in memory. */
export const createPlaysInMemory = (): PlayPeople =>
  createPlayPeople({
    openStores: createMemoryStores,
    // What it signs leaves no play: it makes the codes of coupons the same each time.
    keyring: createKeyring({ secrets: ['every play has the same'] }),
  });
