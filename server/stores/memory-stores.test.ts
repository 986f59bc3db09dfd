import { describe, expect, it } from 'vitest';

import { createMemoryStores } from './memory-stores.ts';
import { noon, sampleProfile } from '../../test/store/samples.ts';

describe('the stores in memory', () => {
  it('begin empty, each for itself, and need no server', async () => {
    const [one, other] = [createMemoryStores(), createMemoryStores()];
    const profile = sampleProfile({ tenant: 't', id: 'p-1', ids: ['user:1'] });
    expect(await one.profiles.insert(profile)).toBe('inserted');
    expect(await one.profiles.withIds({ tenant: 't', ids: ['user:1'] })).toMatchObject([{ id: 'p-1' }]);
    expect(await other.profiles.withIds({ tenant: 't', ids: ['user:1'] })).toEqual([]);
    const slot = { key: 'k', rate: 1, perMs: 1000, now: noon };
    expect([await one.slots.reserve(slot), await one.slots.reserve(slot)]).toEqual([noon, noon + 1000]);
  });
});
