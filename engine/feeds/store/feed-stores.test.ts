import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('what feeds keep', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const refused = (event: string, at: number, more: { feed?: string; reason?: string } = {}) => ({
    feed: 'out',
    event,
    name: 'Viewed',
    profileId: 'p_ana',
    reason: 'No.',
    at: noon + at,
    ...more,
  });

  it('refused events are listed by when they were refused last, counted by feed, and forgotten by id or all', async () => {
    const { tenant } = store;
    const { refusedEvents } = store.stores;
    await refusedEvents.put({ tenant, events: [refused('a', 1), refused('b', 2), refused('c', 3)] });
    await refusedEvents.put({ tenant, events: [refused('d', 4, { feed: 'other' })] });
    await refusedEvents.put({ tenant, events: [refused('a', 5, { reason: 'Still no.' })] });
    expect(await refusedEvents.oldest({ tenant, feed: 'out', limit: 2 })).toEqual([
      refused('b', 2),
      refused('c', 3),
    ]);
    expect(await refusedEvents.count({ tenant, feed: 'out' })).toBe(3);
    expect(await refusedEvents.remove({ tenant, feed: 'out', events: ['b', 'nobody'] })).toBe(1);
    expect(await refusedEvents.oldest({ tenant, feed: 'out', limit: 9 })).toEqual([
      refused('c', 3),
      refused('a', 5, { reason: 'Still no.' }),
    ]);
    expect(await refusedEvents.count({ tenant: 'somebody-else', feed: 'out' })).toBe(0);
    expect(await refusedEvents.remove({ tenant, feed: 'out' })).toBe(2);
    expect(await refusedEvents.count({ tenant, feed: 'other' })).toBe(1);
  });

  it('the ids under which somebody was sent stay as they were noted first, in their tenant', async () => {
    const { tenant } = store;
    const { sentIds } = store.stores;
    const ana = { profileId: 'p_ana', userIds: ['ana'], anonymousIds: ['phone'] };
    await sentIds.keep({ tenant, ...ana });
    await sentIds.keep({ tenant, profileId: 'p_ana', userIds: [], anonymousIds: [] });
    expect(await sentIds.of({ tenant, profileIds: ['p_ana', 'p_ben'] })).toEqual([ana]);
    expect(await sentIds.of({ tenant: 'somebody-else', profileIds: ['p_ana'] })).toEqual([]);
  });

  it('the ledger answers for one purpose and for the people that are named', async () => {
    const { tenant } = store;
    const { consentLedger } = store.stores;
    const line = (id: string, profileId: string, purpose: string) => ({
      id,
      tenant,
      profileId,
      channel: 'email',
      topic: '*',
      purpose,
      status: 'granted' as const,
      basis: 'express' as const,
      confirmed: false,
      counts: false,
      at: noon,
      recordedAt: noon,
    });
    await consentLedger.append([
      line('1', 'p_ana', 'analytics'),
      line('2', 'p_ana', 'marketing'),
      line('3', 'p_ben', 'analytics'),
      line('4', 'p_eva', 'analytics'),
    ]);
    const asked = { tenant, purpose: 'analytics', profileIds: ['p_ana', 'p_ben'] };
    expect((await consentLedger.forPurpose(asked)).map(({ id }) => id).toSorted()).toEqual(['1', '3']);
    expect(await consentLedger.forPurpose({ ...asked, profileIds: [] })).toEqual([]);
  });
});
