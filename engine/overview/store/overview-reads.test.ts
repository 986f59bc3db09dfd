import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { sampleMessage } from '../../../test/store/samples.ts';

describe('the reads of the overview', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  /** A message that was planned then, and how its one attempt ended. */
  const message = async (id: string, at: string, status: 'accepted' | 'rejected'): Promise<void> => {
    const { tenant } = store;
    const plannedAt = Date.parse(at);
    const row = { ...sampleMessage({ tenant, id }), plannedAt };
    await store.stores.messages.claim({
      row,
      claim: 'c',
      systemTime: plannedAt,
      leaseUntil: plannedAt + 1000,
    });
    await store.stores.messages.settle({ tenant, id, claim: 'c', status, at: plannedAt });
  };

  it('count what became of messages, by the spans they were planned in', async () => {
    const { tenant } = store;
    // The days of Madrid around the change of its clocks: the second one has 23 hours.
    const starts = ['2026-03-27T23:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'].map((at) =>
      Date.parse(at),
    );
    await message('before', '2026-03-27T22:59:59Z', 'accepted');
    await message('first', '2026-03-27T23:00:00Z', 'accepted');
    await message('short', '2026-03-29T21:59:59Z', 'accepted');
    await message('refused', '2026-03-29T12:00:00Z', 'rejected');
    await message('next', '2026-03-29T22:00:00Z', 'accepted');
    await store.stores.messages.note({
      tenant,
      id: 'next',
      what: 'clicked',
      at: Date.parse('2026-04-01T00:00Z'),
    });
    expect(await store.stores.overviewReads.messages({ tenant, starts })).toEqual([
      { sent: 1, failed: 0, clicked: 0, unsubscribed: 0 },
      { sent: 1, failed: 1, clicked: 0, unsubscribed: 0 },
      { sent: 1, failed: 0, clicked: 1, unsubscribed: 0 },
    ]);
  });

  it('are zero for a tenant that has nothing', async () => {
    const tenant = `${store.tenant}-none`;
    const { overviewReads } = store.stores;
    const none = { sent: 0, failed: 0, clicked: 0, unsubscribed: 0 };
    expect(await overviewReads.messages({ tenant, starts: [0, 1] })).toEqual([none, none]);
    expect(await overviewReads.people({ tenant })).toBe(0);
    expect(await overviewReads.newPeople({ tenant, from: 0 })).toBe(0);
    expect(await overviewReads.dueTasks({ tenant, now: 1, limit: 10 })).toBe(0);
    expect(await overviewReads.dueClocks({ tenant, until: 1, limit: 10 })).toBe(0);
  });
});
