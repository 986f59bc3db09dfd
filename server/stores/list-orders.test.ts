import type { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { openServerStore } from '../../test/store/open-store.ts';
import {
  noon,
  sampleEvent,
  sampleMessage,
  sampleProfile,
  sampleRow,
  sampleRun,
} from '../../test/store/samples.ts';
import { schemas } from './schemas.ts';

type Store = Awaited<ReturnType<typeof openServerStore>>;
type Find = {
  readonly collection: string;
  readonly filter: mongo.Document;
  readonly order: readonly string[];
};

/** How many ranges of an index a clause has; undefined for one that is no list of single values. */
const rangesOf = (clause: unknown): number | undefined => {
  if (clause === undefined) return undefined;
  if (!isObject(clause)) return 1;
  return Array.isArray(clause['$in']) ? clause['$in'].length : undefined;
};

/** Whether an index has what is found in the order in which it is asked for, in at most 200 ranges that MongoDB merges. */
const isInOrder = ({ collection, filter, order }: Find): boolean => {
  const schema = schemas.find((one) => one.get('collection') === collection);
  return (schema?.indexes() ?? []).some(([key]) => {
    const fields = Object.keys(key);
    const before = fields.slice(0, fields.length - order.length);
    if (fields.slice(before.length).join() !== order.join()) return false;
    const ranges = before.map((field) => rangesOf(filter[field]));
    return ranges.every((one) => one !== undefined) && ranges.reduce((all, one) => all * one, 1) <= 200;
  });
};

const after = { at: noon, n: 0, id: 'x' };

/** What people page through, of everybody. */
const lists: Readonly<Record<string, (store: Store) => Promise<readonly unknown[]>>> = {
  people: ({ stores, tenant }) => stores.peopleReads.profiles({ tenant, limit: 5, after }),
  'people of a stage': ({ stores, tenant }) =>
    stores.peopleReads.profiles({ tenant, stage: 'customer', limit: 5 }),
  'people of a segment': ({ stores, tenant }) =>
    stores.peopleReads.profiles({ tenant, segment: 'vip', limit: 5, after }),
  messages: ({ stores, tenant }) => stores.messageReads.messages({ tenant, limit: 5, after }),
  'messages of a status': ({ stores, tenant }) =>
    stores.messageReads.messages({ tenant, status: 'accepted', limit: 5 }),
  'messages of a journey': ({ stores, tenant }) =>
    stores.messageReads.messages({ tenant, journey: 'j-1', limit: 5, after }),
  runs: ({ stores, tenant }) => stores.runReads.runs({ tenant, limit: 5, after }),
  'runs under way': ({ stores, tenant }) => stores.runReads.runs({ tenant, status: 'active', limit: 5 }),
  'runs of a journey': ({ stores, tenant }) =>
    stores.runReads.runs({ tenant, journey: 'j-1', limit: 5, after }),
  decisions: ({ stores, tenant }) => stores.decisionReads.ledger({ tenant, limit: 5, after }),
  'decisions of a kind': ({ stores, tenant }) =>
    stores.decisionReads.ledger({ tenant, kinds: ['sent'], limit: 5 }),
  'decisions of many kinds': ({ stores, tenant }) =>
    stores.decisionReads.ledger({ tenant, kinds: ['sent', 'failed', 'skipped', 'deferred'], limit: 5 }),
  'decisions of a journey': ({ stores, tenant }) =>
    stores.decisionReads.ledger({ tenant, journey: 'j-1', limit: 5, after }),
  events: ({ stores, tenant }) => stores.eventReads.events({ tenant, limit: 5, after }),
  'events of a name': ({ stores, tenant }) =>
    stores.eventReads.events({ tenant, name: 'Order Completed', limit: 5, after }),
};

describe('lists of everybody, with more journeys than MongoDB merges ranges', () => {
  const finds: Find[] = [];
  let store: Store;
  beforeAll(async () => {
    store = await openServerStore({
      onCommand: ({ commandName, command: { find, filter, sort } }) => {
        if (commandName === 'find') finds.push({ collection: find, filter, order: [...sort.keys()] });
      },
    });
    const { stores, tenant } = store;
    await stores.profiles.insert(sampleProfile({ tenant, id: 'p-1', stage: 'customer', segments: ['vip'] }));
    await stores.events.insert({
      rows: [{ event: sampleEvent({ tenant, messageId: 'e-1' }), state: 'pending', due: noon }],
    });
    const journeys = Array.from({ length: 70 }, (_, n) => `j-${n}`);
    await Promise.all(
      journeys.map((journey) => stores.runs.insert(sampleRun({ tenant, id: `r-${journey}`, journey }))),
    );
    await stores.ledger.append(journeys.map((journey) => sampleRow({ tenant, id: `l-${journey}`, journey })));
    await stores.messages.claim({
      row: sampleMessage({ tenant, id: 'm-1', journey: 'j-1' }),
      claim: 'c',
      systemTime: noon,
      leaseUntil: noon,
    });
  });
  afterAll(() => store.close());

  for (const [name, list] of Object.entries(lists)) {
    it(`are read in the order of an index, so that a page costs the same in a big shop: ${name}`, async () => {
      finds.length = 0;
      await list(store);
      expect(finds).toHaveLength(1);
      expect(finds.filter((one) => !isInOrder(one))).toEqual([]);
    });
  }
});
