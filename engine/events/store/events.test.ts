import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eventIdOf, trusts } from '../../../domain/events/event.ts';
import type { EventDoc } from './event-schema.ts';
import { noon, sampleEvent } from '../../../test/store/samples.ts';
import { openTestStore } from '../../../test/store/open-store.ts';

describe('the store of events', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const put = async (messageId: string, more: Partial<ReturnType<typeof sampleEvent>> = {}) =>
    store.stores.events.insert({
      rows: [
        {
          event: sampleEvent({ tenant: store.tenant, messageId, ...more }),
          state: 'pending',
          due: noon + 1000,
        },
      ],
    });
  const follow = { joined: [], left: [], changed: [], rules: [] };
  const assign = (messageId: string, profileId: string) =>
    store.stores.events.assign({ tenant: store.tenant, id: messageId, profileId, follow });

  it('stores an event once, and says which were there before', async () => {
    const { events } = store.stores;
    const { tenant } = store;
    const rows = ['once-1', 'once-2'].map((messageId) => ({
      event: sampleEvent({ tenant, messageId }),
      state: 'pending' as const,
      due: noon,
    }));
    expect((await events.insert({ rows })).duplicates).toEqual(new Set());
    const third = {
      event: sampleEvent({ tenant, messageId: 'once-3' }),
      state: 'pending' as const,
      due: noon,
    };
    const again = await events.insert({ rows: [third, ...rows] });
    expect(again.duplicates).toEqual(new Set(['once-1', 'once-2']));
    expect(await events.many({ tenant, ids: ['once-1', 'once-2', 'once-3', 'none'] })).toHaveLength(3);
  });

  it('stores an event once when many bring it at the same time: exactly one is told it is new', async () => {
    const told = await Promise.all(Array.from({ length: 40 }, () => put('raced')));
    expect(told.filter(({ duplicates }) => duplicates.size === 0)).toHaveLength(1);
  });

  it('gives back an event exactly as it was accepted, whatever the keys of its properties', async () => {
    const odd = JSON.parse(
      '{"$set":{"a.b":[null,1.5,{"$gt":""}]},"":"empty","__proto__":{"x":1},"é.ß":"ok"}',
    );
    const ignored = [{ path: 'timestamp', message: '`timestamp` is not a point in time.' }];
    const event = sampleEvent({ tenant: store.tenant, messageId: 'odd', properties: odd, ignored });
    await store.stores.events.insert({ rows: [{ event, state: 'pending', due: noon }] });
    await assign('odd', 'p-odd');
    const row = await store.stores.events.get({ tenant: store.tenant, id: 'odd' });
    expect(row).toEqual({ ...event, state: 'pending', attempts: 0, due: noon, profileId: 'p-odd', follow });
    const shown = await store.stores.eventReads.events({
      tenant: store.tenant,
      profileId: 'p-odd',
      limit: 1,
    });
    expect(shown).toMatchObject([{ messageId: 'odd', ignored }]);
  });

  it('refuses an event that cannot be stored as invalid, and stores those that came with it', async () => {
    const bad = put('poison', { properties: { 'a\u0000b': 1 } });
    const good = put('beside-poison');
    await expect(bad).rejects.toMatchObject({ code: 'invalid-input', retryable: false });
    expect((await good).duplicates.size).toBe(0);
    expect(await store.stores.events.get({ tenant: store.tenant, id: 'beside-poison' })).toBeDefined();
  });

  it('does not mix tenants: the same message id is another event elsewhere', async () => {
    await put('shared-id');
    const { duplicates } = await store.stores.events.insert({
      rows: [
        {
          event: sampleEvent({ tenant: `${store.tenant}x`, messageId: 'shared-id' }),
          state: 'pending',
          due: noon,
        },
      ],
    });
    expect(duplicates.size).toBe(0);
  });

  it('does not mix sources: a message id that one of them claimed is another event from the others', async () => {
    const { events } = store.stores;
    const ids = trusts.map((trust) => eventIdOf({ trust, messageId: 'claimed' }));
    for (const trust of trusts) {
      const { duplicates } = await put('claimed', { trust, id: `${trust}:claimed` });
      expect(duplicates.size).toBe(0);
    }
    const rows = await events.many({ tenant: store.tenant, ids });
    expect(rows.map(({ id, messageId, trust }) => `${id} ${messageId} ${trust}`).toSorted()).toEqual(
      trusts.map((trust) => `${trust}:claimed claimed ${trust}`).toSorted(),
    );
    const { duplicates } = await put('claimed', { trust: 'webhook', id: 'webhook:claimed' });
    expect([...duplicates]).toEqual(['webhook:claimed']);
  });

  it('reads events stored before their source was noted: by their message id, as a server or the engine sent them', async () => {
    const { tenant } = store;
    const collection = store.collections.named<EventDoc>('events');
    for (const source of ['api', 'ciclo']) {
      const messageId = `old-${source}`;
      const { id: _id, trust: _trust, ...event } = sampleEvent({ tenant, messageId, source });
      await collection.insertOne({ ...event, _id: `${tenant}:${messageId}`, state: 'pending', attempts: 0 });
    }
    const rows = await store.stores.events.many({ tenant, ids: ['old-api', 'old-ciclo'] });
    expect(rows.map(({ id, trust }) => `${id} ${trust}`).toSorted()).toEqual([
      'old-api server',
      'old-ciclo engine',
    ]);
  });

  it('looks back over the events of a person by name, since it happened and since it arrived, oldest first', async () => {
    const { events } = store.stores;
    const { tenant } = store;
    const at = (ms: number) => ({ timestamp: noon + ms, receivedAt: noon + ms });
    await put('look-3', { name: 'A', ...at(3) });
    await put('look-1', { name: 'A', ...at(1) });
    await put('look-2', { name: 'B', ...at(2) });
    await put('look-other', { name: 'C', ...at(2) });
    await put('look-old', { name: 'A', timestamp: noon - 5, receivedAt: noon + 5 });
    await put('look-late', { name: 'A', timestamp: noon + 5, receivedAt: noon - 5 });
    await put('look-unassigned', { name: 'A', ...at(4) });
    for (const id of ['look-3', 'look-1', 'look-2', 'look-other', 'look-old', 'look-late'])
      await assign(id, 'p-look');
    const since = (names: string[], limit = 10) =>
      events.since({ tenant, profileId: 'p-look', names, happened: noon, arrived: noon, limit });
    expect((await since(['A', 'B'])).map((row) => row.messageId)).toEqual(['look-1', 'look-2', 'look-3']);
    expect((await since(['A'])).map((row) => row.messageId)).toEqual(['look-1', 'look-3']);
    expect((await since(['A', 'B'], 1)).map((row) => row.messageId)).toEqual(['look-1']);
    expect(await since([])).toEqual([]);
  });

  it('answers questions about past events: count, sum, first and last, with conditions and bounds', async () => {
    const { events } = store.stores;
    const { tenant } = store;
    for (const [index, revenue] of [10, 20, 'x', 30].entries()) {
      const messageId = `sum-${index}`;
      await put(messageId, { timestamp: noon + index, properties: { revenue } });
      await assign(messageId, 'p-sum');
    }
    const ask = (query: object) =>
      events.summarise({
        tenant,
        profileId: 'p-sum',
        query: { name: 'Order Completed', until: noon + 100, zone: 'UTC', ...query },
      });
    expect(await ask({})).toMatchObject({ count: 4, sum: 0, first: noon, last: noon + 3 });
    expect(await ask({ sumPath: '$.properties.revenue' })).toMatchObject({ count: 4, sum: 60, max: 30 });
    expect(await ask({ since: noon, until: noon + 2 })).toMatchObject({ count: 2, first: noon + 1 });
    const where = {
      all: [{ fact: 'event', path: '$.properties.revenue', operator: 'greaterThan', value: 15 }],
    };
    expect(await ask({ where, sumPath: '$.properties.revenue' })).toMatchObject({ count: 2, sum: 50 });
    expect(await ask({ name: 'Nothing' })).toMatchObject({ count: 0, first: null });
  });

  it('hands each due event to one of many sweepers, oldest first, and again when the lease is over', async () => {
    const { events } = store.stores;
    const own = await openTestStore();
    try {
      const rows = Array.from({ length: 60 }, (_, index) => ({
        event: sampleEvent({ tenant: own.tenant, messageId: `due-${index}` }),
        state: 'pending' as const,
        due: noon + index,
      }));
      await own.stores.events.insert({ rows });
      const taken = await Promise.all(
        Array.from({ length: 6 }, () =>
          own.stores.events.takeDue({ systemTime: noon + 49, lease: noon + 500, limit: 50 }),
        ),
      );
      const ids = taken.flat().map((row) => row.messageId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(50);
      const [batch] = taken.filter((rows) => rows.length > 1);
      expect(batch?.map((row) => Number(row.messageId.slice(4)))).toEqual(
        batch?.map((row) => Number(row.messageId.slice(4))).toSorted((a, b) => a - b),
      );
      expect(
        await own.stores.events.takeDue({ systemTime: noon + 499, lease: noon + 900, limit: 5 }),
      ).toHaveLength(5);
      await own.stores.events.finish({ tenant: own.tenant, id: 'due-0', state: 'done' });
      const again = await own.stores.events.takeDue({
        systemTime: noon + 600,
        lease: noon + 900,
        limit: 100,
      });
      expect(again.map((row) => row.messageId)).not.toContain('due-0');
      expect(again).toHaveLength(54);
    } finally {
      await own.close();
    }
    expect(events).toBeDefined();
  });

  it('counts failed attempts, gives an event up for good, and lets people start it again', async () => {
    const { events, stuckEvents } = store.stores;
    const at = { tenant: store.tenant, id: 'failing' };
    await put('failing');
    await events.fail({ ...at, error: 'no luck', due: noon + 2000 });
    expect(await events.get(at)).toMatchObject({
      state: 'pending',
      attempts: 1,
      due: noon + 2000,
      error: 'no luck',
    });
    await events.fail({ ...at, error: '$gone', due: undefined });
    const dead = await events.get(at);
    expect(dead).toMatchObject({ state: 'dead', attempts: 2, error: '$gone' });
    expect(dead).not.toHaveProperty('due');
    expect(await stuckEvents.requeue({ ...at, due: noon })).toBe('requeued');
    expect(await stuckEvents.requeue({ ...at, due: noon })).toBe('not-stuck');
    expect(await stuckEvents.requeue({ ...at, id: 'none', due: noon })).toBe('not-found');
    expect(await events.get(at)).toMatchObject({ state: 'pending', attempts: 0, due: noon });
  });

  it('lets all events of a state and name be dispatched again, at most so many at once', async () => {
    const { events, stuckEvents } = store.stores;
    for (const id of ['many-1', 'many-2', 'many-3']) {
      await put(id, { name: id === 'many-3' ? 'Other' : 'Many' });
      await events.fail({ tenant: store.tenant, id, error: 'x', due: undefined });
    }
    const all = { tenant: store.tenant, state: 'dead', name: 'Many', due: noon } as const;
    expect(await stuckEvents.requeueAll({ ...all, limit: 1 })).toBe(1);
    expect(await stuckEvents.requeueAll({ ...all, limit: 5 })).toBe(1);
    expect(await stuckEvents.requeueAll({ ...all, limit: 5 })).toBe(0);
    expect(await events.get({ tenant: store.tenant, id: 'many-3' })).toMatchObject({ state: 'dead' });
    expect(await events.get({ tenant: store.tenant, id: 'many-1' })).toMatchObject({ state: 'pending' });
  });

  it('does not let a slow attempt that failed undo one that got through', async () => {
    const { events } = store.stores;
    const at = { tenant: store.tenant, id: 'done-then-failed' };
    await put('done-then-failed');
    await events.finish({ ...at, state: 'done' });
    await events.fail({ ...at, error: 'late', due: noon + 1 });
    const row = await events.get(at);
    expect(row).toMatchObject({ state: 'done', attempts: 0 });
    expect(row).not.toHaveProperty('due');
  });

  it('gives all events of one person to another when they are merged', async () => {
    const { events } = store.stores;
    const { tenant } = store;
    await put('merge-1', { name: 'M' });
    await assign('merge-1', 'p-from');
    await store.stores.people.merge({ tenant, from: 'p-from', to: 'p-to' });
    await store.stores.people.merge({ tenant, from: 'p-from', to: 'p-to' });
    const since = { tenant, names: ['M'], happened: 0, arrived: 0, limit: 10 };
    expect(await events.since({ ...since, profileId: 'p-from' })).toEqual([]);
    expect(await events.since({ ...since, profileId: 'p-to' })).toMatchObject([{ profileId: 'p-to' }]);
  });
});
