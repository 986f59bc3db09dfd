import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Conditions } from '../../../domain/rules/condition-shape.ts';
import { toMongoPlan } from '../../../domain/rules/mongo/mongo-plan.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleEvent, sampleProfile } from '../../../test/store/samples.ts';

describe('audiences', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
    await fill(store.tenant);
    await fill('another');
  });
  afterAll(() => store.close());

  /** Seven people; the n-th has n points and n orders; even ones are in the segment. */
  const fill = async (tenant: string): Promise<void> => {
    const follow = { joined: [], left: [], changed: [], rules: [] };
    for (let n = 0; n < 7; n += 1) {
      const id = `${tenant}-p${n}`;
      const segments = n % 2 === 0 ? ['even'] : [];
      await store.stores.profiles.insert(sampleProfile({ tenant, id, points: n, segments }));
      for (let order = 0; order < n; order += 1) {
        const messageId = `${id}-${order}`;
        await store.stores.events.insert({
          rows: [{ event: sampleEvent({ tenant, messageId }), state: 'pending' }],
        });
        await store.stores.events.assign({ tenant, id: messageId, profileId: id, follow });
      }
    }
  };

  const planOf = (conditions: Conditions) => {
    const { audience } = store.stores;
    const { tenant } = store;
    const plan = toMongoPlan({ conditions, now: noon + 1, zone: 'UTC', tenant, layout: audience.layout });
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    return plan.value;
  };
  const people = (...numbers: readonly number[]) => numbers.map((n) => `${store.tenant}-p${n}`);

  it('pages through the members of a segment, each once, of one tenant', async () => {
    const { audience } = store.stores;
    const { tenant } = store;
    const first = await audience.members({ tenant, segment: 'even', limit: 3 });
    const after = first.at(-1) ?? '';
    expect(first).toEqual(people(0, 2, 4));
    expect(await audience.members({ tenant, segment: 'even', limit: 3, after })).toEqual(people(6));
    expect(await audience.count({ tenant, segment: 'even' })).toBe(4);
    expect(await audience.members({ tenant, segment: 'none', limit: 3 })).toEqual([]);
  });

  it('finds everybody conditions hold for, about the person and about what happened, page by page', async () => {
    const { audience } = store.stores;
    const { tenant } = store;
    const points = planOf({
      all: [{ fact: 'profile', path: '$.points', operator: 'greaterThan', value: 3 }],
    });
    expect(await audience.find({ tenant, plan: points, limit: 2 })).toEqual(people(4, 5));
    expect(await audience.find({ tenant, plan: points, limit: 9, after: people(5)[0] ?? '' })).toEqual(
      people(6),
    );
    const orders = planOf({
      all: [
        {
          fact: 'events',
          params: { name: 'Order Completed', within: '30 days' },
          path: '$.count',
          operator: 'greaterThanInclusive',
          value: 5,
        },
      ],
    });
    expect(await audience.find({ tenant, plan: orders, limit: 9 })).toEqual(people(5, 6));
    expect(await audience.size({ tenant, plan: orders })).toBe(2);
  });
});
