import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import {
  coveredPart,
  filtersOf,
  isRange,
  looking,
  stagesIn,
  winning,
  type Sent,
} from '../../test/store/plan-of.ts';
import { askedOfAllShards } from '../../test/store/asked-of-all-shards.ts';
import { journeysQueries } from '../../test/store/hot-queries/journeys.ts';
import { peopleQueries } from '../../test/store/hot-queries/people.ts';
import type { Queries } from '../../test/store/hot-queries/queries.ts';
import { workQueries } from '../../test/store/hot-queries/work.ts';
import { reachOf } from '../../test/store/shards.ts';
import { openServerStore } from '../../test/store/open-store.ts';
import {
  noon,
  sampleEvent,
  sampleMessage,
  sampleProfile,
  sampleRow,
  sampleRun,
} from '../../test/store/samples.ts';

describe('the plans of what is asked at every event', () => {
  const sent: Sent[] = [];
  let store: Awaited<ReturnType<typeof openServerStore>>;
  /**
   * SecantusDB's Python server says COLLSCAN for a filter with clauses beyond the index it then uses all the
   * same; there only the clauses the index covers are explained.
   */
  let explainsAll = true;
  beforeAll(async () => {
    store = await openServerStore({
      onCommand: (event) => sent.push({ name: event.commandName, command: event.command }),
    });
    await fill();
    const build = await store.connection.db?.command({ buildInfo: 1 });
    explainsAll = build?.['secantusVersion'] === undefined || build['buildEnvironment'] !== undefined;
  });
  afterAll(() => store.close());

  const follow = { joined: [], left: [], changed: [], rules: [] };

  const fill = async (): Promise<void> => {
    const { stores, tenant } = store;
    for (let n = 0; n < 30; n += 1) {
      const id = `p-${n}`;
      await stores.profiles.insert(sampleProfile({ tenant, id, recheckAt: noon + n }));
      await stores.events.insert({
        rows: [{ event: sampleEvent({ tenant, messageId: `e-${n}` }), state: 'pending', due: noon + n }],
      });
      await stores.events.assign({ tenant, id: `e-${n}`, profileId: id, follow });
      await stores.runs.insert(
        sampleRun({ tenant, id: `r-${n}`, profileId: id, hears: ['A'], wakeAt: noon + n }),
      );
      await stores.ledger.append([sampleRow({ tenant, id: `l-${n}`, profileId: id })]);
      await stores.messages.claim({
        row: sampleMessage({ tenant, id: `m-${n}`, profileId: id }),
        claim: 'c',
        systemTime: noon,
        leaseUntil: noon,
      });
      const task = { tenant, profileId: id, run: null, journey: 'cart-recovery', title: 'Call' };
      await stores.tasks.add({ ...task, id: `t-${n}`, createdAt: noon + n });
      await stores.orders.change({ tenant, profileId: id, order: { orderId: `o-${n}` } });
    }
  };

  /** What a call sends that scans a collection instead of an index. */
  const scans = async (call: () => Promise<unknown>): Promise<readonly unknown[]> => {
    sent.length = 0;
    await call();
    const asked = sent.filter((one) => looking.has(one.name));
    expect(asked.length).toBeGreaterThan(0);
    const found: unknown[] = [];
    for (const one of asked) {
      const collection = store.connection.collection(String(one.command[one.name]));
      for (const filter of filtersOf(one)) {
        const covered = isObject(filter) ? coveredPart({ collection: collection.name, filter }) : {};
        // Ranges of ids and of elements are answered by an index elsewhere; that server scans for them.
        if (!explainsAll && isRange(covered)) continue;
        const explained = explainsAll && isObject(filter) ? filter : covered;
        const plan = winning(await collection.find(explained).explain('queryPlanner'));
        const stages = stagesIn(plan);
        const isIndexed =
          stages.some((stage) => /IXSCAN|IDHACK|EOF/.test(stage)) && !stages.includes('COLLSCAN');
        if (!isIndexed) found.push({ collection: collection.name, filter, stages });
      }
    }
    return found;
  };

  const calls: Queries = { ...peopleQueries, ...journeysQueries, ...workQueries };

  it('name ids or are asked of all shards as listed, and are given up in time where they sum up', async () => {
    const toAll: string[] = [];
    const endless: string[] = [];
    for (const [name, call] of Object.entries(calls)) {
      sent.length = 0;
      await call(store);
      const reached = new Set(sent.filter((one) => looking.has(one.name)).flatMap(reachOf));
      expect([name, reached.has('refused')]).toEqual([name, false]);
      if (reached.has('all')) toAll.push(name);
      const sums = sent.filter((one) => ['aggregate', 'count', 'distinct'].includes(one.name));
      // The server gives up before the socket is cut.
      if (sums.some(({ command }) => typeof command['maxTimeMS'] !== 'number')) endless.push(name);
    }
    expect(endless).toEqual([]);
    expect(toAll.toSorted()).toEqual(askedOfAllShards.toSorted());
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`finds ${name} by an index`, async () => {
      expect(await scans(() => call(store))).toEqual([]);
    });
  }
});
