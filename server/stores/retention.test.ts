import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readRetention, usualRetention } from '../../domain/privacy/retention.ts';
import { connectStore } from './connect-store.ts';
import { schemas } from './schemas.ts';
import { collectionOf } from '../../platform/mongo/schema/define.ts';
import { openServerStore } from '../../test/store/open-store.ts';
import { noon, sampleEvent } from '../../test/store/samples.ts';

describe('what is over', () => {
  let store: Awaited<ReturnType<typeof openServerStore>>;
  beforeAll(async () => {
    store = await openServerStore();
  });
  afterAll(() => store.close());

  const kept = async (): Promise<Record<string, unknown>> => {
    const found = await Promise.all(
      schemas.map(async (schema): Promise<[string, unknown][]> => {
        if (schema.retention === undefined) return [];
        const indexes = await store.connection.collection(collectionOf(schema)).indexes();
        const index = indexes.find(({ name }) => name === 'retention');
        expect(index).toMatchObject({ key: { overAt: 1 }, sparse: true });
        return [[schema.retention, index?.expireAfterSeconds]];
      }),
    );
    return Object.fromEntries(found.flat());
  };

  it('is kept for as long as its class says, in a collection for each class', async () => {
    expect(await kept()).toEqual(usualRetention);
  });

  it('is kept as long as the settings say from the next start on, without a build of an index', async () => {
    const retention = readRetention('rawRequests=14 days, audit=5 years');
    const commands: string[] = [];
    const own = await connectStore({
      uri: store.uri,
      retention,
      onCommand: ({ commandName }) => commands.push(commandName),
    });
    await Promise.all([own.ensureIndexes(), own.ensureIndexes()]);
    expect(await kept()).toEqual(retention);
    expect(commands).toContain('collMod');
    commands.length = 0;
    await own.ensureIndexes();
    expect(commands).not.toContain('collMod');
    await own.close();
    await store.ensureIndexes();
    expect(await kept()).toEqual(usualRetention);
  });

  const isOver = async (collection: string, _id: string): Promise<boolean> => {
    const doc = await store.connection.collection<{ _id: string }>(collection).findOne({ _id });
    expect(doc).not.toBeNull();
    return doc !== null && 'overAt' in doc;
  };

  it('is a conversation that was solved, until it is open again', async () => {
    const { stores, tenant } = store;
    const row = {
      id: 'c1',
      tenant,
      channel: 'email',
      address: 'email:ana@example.com',
      subject: 'Hi',
      matter: 's:hi',
      tags: [],
      records: [],
      openedAt: noon,
      lastAt: noon,
      tells: [],
      rev: 0,
    };
    await stores.conversations.insert({ row: { ...row, state: 'solved' }, systemTime: noon });
    const named = `${tenant}:c1`;
    expect(await isOver('conversations', named)).toBe(true);
    await stores.conversations.save({ row: { ...row, state: 'open' }, systemTime: noon });
    expect(await isOver('conversations', named)).toBe(false);
  });

  it('is an event that was set aside or given up, until it is tried again', async () => {
    const { stores, tenant } = store;
    const key = (id: string): string => `${tenant}:${id}`;
    const rows = (['pending', 'quarantined'] as const).map((state) => ({
      event: sampleEvent({ tenant, messageId: state }),
      state,
    }));
    await stores.events.insert({ rows });
    expect(await isOver('events', key('pending'))).toBe(false);
    expect(await isOver('events', key('quarantined'))).toBe(true);
    await stores.events.fail({ tenant, id: 'pending', error: 'no luck', due: undefined });
    expect(await isOver('events', key('pending'))).toBe(true);
    for (const id of ['pending', 'quarantined']) await stores.stuckEvents.requeue({ tenant, id, due: noon });
    expect(await isOver('events', key('pending'))).toBe(false);
    await stores.events.finish({ tenant, id: 'pending', state: 'done' });
    expect(await isOver('events', key('pending'))).toBe(false);
    expect(await stores.events.get({ tenant, id: 'quarantined' })).not.toHaveProperty('overAt');
  });

  it('is a request that was read or given up, and never one that still has to be read', async () => {
    const { stores, tenant } = store;
    const request = { method: 'POST', path: '/', query: {}, headers: {}, rawBody: Buffer.from('{}') };
    for (const id of ['read', 'dead', 'waits']) {
      await stores.deliveryStore.insert({
        delivery: { id, tenant, instance: 'i', webhook: 'w', dedupeKey: id, request, receivedAt: noon },
        due: noon,
      });
    }
    await stores.deliveryStore.finish({ tenant, id: 'read' });
    await stores.deliveryStore.fail({ tenant, id: 'dead', error: 'odd', due: undefined });
    await stores.deliveryStore.fail({ tenant, id: 'waits', error: 'odd', due: noon + 1 });
    const over = async (id: string): Promise<boolean> => isOver('deliveries', `${tenant}:${id}`);
    expect([await over('read'), await over('dead'), await over('waits')]).toEqual([true, true, false]);
    await stores.deliveryStore.requeue({ tenant, id: 'dead', due: noon });
    expect(await over('dead')).toBe(false);
    expect(await stores.deliveryStore.get({ tenant, id: 'read' })).not.toHaveProperty('overAt');
  });

  it('is a task that was done, a line of the audit trail, a tombstone', async () => {
    const { stores, tenant } = store;
    const task = { id: 't', tenant, profileId: 'p', run: null, title: 'Call', createdAt: noon };
    await stores.tasks.add(task);
    expect(await isOver('tasks', `${tenant}:t`)).toBe(false);
    await stores.tasks.finish({ tenant, id: 't', at: noon, output: { outcome: 'done' } });
    expect(await isOver('tasks', `${tenant}:t`)).toBe(true);
    expect(await stores.tasks.get({ tenant, id: 't' })).not.toHaveProperty('overAt');
    await stores.tombstoneStore.put({ tenant, hashes: ['h'], at: noon });
    expect(await isOver('tombstones', `${tenant}:h`)).toBe(true);
    await stores.audit.append({ tenant, at: noon, actor: { kind: 'cli', id: 'x' }, action: 'a.b' });
    const [line] = await stores.audit.list({ tenant, limit: 1 });
    expect(line).not.toHaveProperty('overAt');
    expect(await isOver('auditLog', `${tenant}:${line?.id}`)).toBe(true);
  });
});
