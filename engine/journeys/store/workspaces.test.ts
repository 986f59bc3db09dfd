import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { JourneyVersion, PublishedWorkspace } from '../ports.ts';
import { journeySchema } from '../../../domain/journey/definition.ts';
import type { RuleDefinition } from '../../../domain/rules/rule.ts';
import { tenantSettingsSchema } from '../../../domain/workspace/tenant-settings.ts';
import { type DevClockDoc, devClockSchema } from '../../clock/store/dev-clock-schema.ts';
import { type WorkspacePartDoc, workspacePartSchema } from './workspace-schema.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

const version = (number: number, name = 'First'): JourneyVersion => ({
  key: 'welcome',
  version: number,
  hash: `${number}-${name}`,
  publishedAt: noon,
  definition: journeySchema.parse({
    $schema: '../x.json',
    key: 'welcome',
    name,
    stage: 'acquisition',
    entry: {
      on: 'identify',
      where: { all: [{ fact: 'event', path: '$.traits.a', operator: 'equal', value: 1 }] },
    },
    steps: [{ id: 'think', type: 'wait', for: '1 hour' }],
  }),
});

describe('the store of workspaces', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const workspace = (tenant: string, more: Partial<PublishedWorkspace> = {}): PublishedWorkspace => ({
    tenant,
    revision: 1,
    settings: tenantSettingsSchema.parse({
      tenant: 'shop',
      name: 'Shop',
      url: 'https://shop.test',
      currency: 'EUR',
      defaultLocale: 'en',
      timezone: 'Europe/Madrid',
      from: 'Shop <hello@shop.test>',
      postalAddress: '1 Street, Town',
    }),
    journeys: [{ ...version(1), mode: 'live' }],
    rules: [],
    segments: [],
    offers: [],
    programs: [],
    objects: [],
    messages: [],
    catalog: { products: [] },
    lists: { 'people.csv': ['email:a@b.c', 'user:1'] },
    files: { 'journeys/welcome.json': 'h1', '$odd.json': 'h2' },
    ...more,
  });

  it('keeps a catalogue larger than a document, in its order', async () => {
    const { workspaces } = store.stores;
    const tenant = `${store.tenant}-catalogue`;
    const long = 'x'.repeat(1900);
    const products = Array.from({ length: 5000 }, (_, n) => ({
      product_id: `p${n}`,
      title: `Product ${n}`,
      url: `https://shop.test/${long}`,
      image_url: `https://shop.test/${long}`,
      price: n,
      currency: 'EUR',
      goesWith: [],
    }));
    expect(JSON.stringify(products).length).toBeGreaterThan(16 * 1024 * 1024);
    await workspaces.publish({ base: 0, workspace: workspace(tenant, { catalog: { products } }) });
    expect((await workspaces.load(tenant))?.catalog).toEqual({ products });
  });

  it('gives back what was published, as one whole', async () => {
    const { workspaces } = store.stores;
    const { tenant } = store;
    expect(await workspaces.revision(tenant)).toBe(0);
    expect(await workspaces.load(tenant)).toBeUndefined();
    const given = workspace(tenant);
    expect(await workspaces.publish({ workspace: given, base: 0, id: 'first' })).toBe('published');
    expect(await workspaces.load(tenant)).toEqual({ ...given, publication: 'first' });
    expect(await workspaces.revision(tenant)).toBe(1);
    expect((await workspaces.revisions()).get(tenant)).toBe(1);
  });

  it('lets one of several publishers win, at first and later, and never mixes two publications', async () => {
    const { workspaces } = store.stores;
    const tenant = `${store.tenant}-race`;
    for (const base of [0, 1, 2]) {
      const rivals = Array.from({ length: 6 }, (_, n) => {
        const mark = `r${base}-${n}`;
        const rules = Array.from({ length: 20 }, (_unused, k): RuleDefinition => ({
          key: `${mark}-${k}`,
          name: mark,
          on: ['identify'],
          priority: 1,
          conditions: { all: [{ fact: 'profile', path: '$.points', operator: 'equal' as const, value: 1 }] },
          event: { type: 'tag' as const, params: { add: ['x'] } },
        }));
        return workspace(tenant, { rules, files: { mark } });
      });
      const reading = Array.from({ length: 6 }, () => workspaces.load(tenant));
      const told = await Promise.all(rivals.map((one) => workspaces.publish({ workspace: one, base })));
      expect(told.filter((one) => one === 'published')).toHaveLength(1);
      const winner = `r${base}-${told.indexOf('published')}`;
      const seen = [...(await Promise.all(reading)), await workspaces.load(tenant)];
      for (const one of seen.filter((loaded) => loaded !== undefined)) {
        expect(new Set(one.rules.map((rule) => rule.name))).toEqual(new Set([one.files['mark']]));
        expect(one.rules).toHaveLength(20);
      }
      expect(seen.at(-1)).toMatchObject({ revision: base + 1, files: { mark: winner } });
    }
  });

  it('adds versions of a journey and never changes one', async () => {
    const { workspaces } = store.stores;
    const tenant = `${store.tenant}-versions`;
    const publish = (journey: JourneyVersion, base: number) =>
      workspaces.publish({
        workspace: workspace(tenant, { journeys: [{ ...journey, mode: 'live' }] }),
        base,
      });
    expect(await publish(version(1), 0)).toBe('published');
    expect(await publish(version(2, 'Second'), 1)).toBe('published');
    expect(await publish(version(2, 'Another second'), 2)).toBe('conflict');
    expect(await workspaces.journeyVersion({ tenant, journey: 'welcome', version: 1 })).toEqual(version(1));
    expect(await workspaces.journeyVersion({ tenant, journey: 'welcome', version: 9 })).toBeUndefined();
    expect(await workspaces.lastVersions(tenant)).toEqual(new Map([['welcome', 2]]));
    expect((await workspaces.load(tenant))?.journeys.map((one) => one.version)).toEqual([2]);
  });

  it('changes the mode of a journey as a new revision, which a publisher who started before must see', async () => {
    const { workspaces } = store.stores;
    const tenant = `${store.tenant}-mode`;
    await workspaces.publish({ workspace: workspace(tenant), base: 0 });
    await workspaces.setMode({ tenant, journey: 'welcome', mode: 'paused' });
    expect(await workspaces.load(tenant)).toMatchObject({ revision: 2, journeys: [{ mode: 'paused' }] });
    expect(await workspaces.publish({ workspace: workspace(tenant), base: 1 })).toBe('conflict');
  });

  it('keeps a journey frozen through publications until it is let go on', async () => {
    const { workspaces } = store.stores;
    const tenant = `${store.tenant}-frozen`;
    const frozen = { id: 'f-1', at: 5, entries: 'hold', reason: 'closed' } as const;
    await workspaces.publish({ workspace: workspace(tenant), base: 0 });
    await workspaces.setMode({ tenant, journey: 'welcome', frozen });
    const loaded = await workspaces.load(tenant);
    expect(loaded).toMatchObject({ revision: 2, journeys: [{ mode: 'live', frozen }] });
    if (loaded !== undefined) await workspaces.publish({ workspace: loaded, base: 2 });
    expect(await workspaces.load(tenant)).toMatchObject({ revision: 3, journeys: [{ frozen }] });
    await workspaces.setMode({ tenant, journey: 'welcome', frozen: null });
    expect((await workspaces.load(tenant))?.journeys[0]).not.toHaveProperty('frozen');
  });

  it('removes the parts of publications that are neither published nor the one before', async () => {
    const { workspaces } = store.stores;
    const tenant = `${store.tenant}-sweep`;
    for (const base of [0, 1, 2, 3]) await workspaces.publish({ workspace: workspace(tenant), base });
    const parts = store.collections.of<WorkspacePartDoc>(workspacePartSchema).find({ tenant });
    expect(new Set((await parts.toArray()).map((part) => part.publication)).size).toBe(2);
  });

  it('holds a list of people that is longer than one document', async () => {
    const { workspaces } = store.stores;
    const tenant = `${store.tenant}-list`;
    const ids = Array.from({ length: 45_000 }, (_, n) => `email:person-${n}@shop.test`);
    await workspaces.publish({
      workspace: workspace(tenant, { lists: { 'all.csv': ids, 'none.csv': [] } }),
      base: 0,
    });
    const loaded = await workspaces.load(tenant);
    expect(loaded?.lists['all.csv']).toEqual(ids);
    expect(loaded?.lists['none.csv']).toEqual([]);
  });
});

describe('the store of development clocks', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('moves a clock on and never back', async () => {
    const { devClock } = store.stores;
    const { tenant } = store;
    expect(await devClock.offset(tenant)).toBe(0);
    await devClock.set({ tenant, offsetMs: 5000 });
    await devClock.set({ tenant, offsetMs: 4000 });
    expect(await devClock.offset(tenant)).toBe(5000);
  });

  it('gives the move of a workflow to one process at a time, and to another when that one is gone', async () => {
    const { devClock } = store.stores;
    const { tenant } = store;
    const claim = (workflowId: string, systemTime: number) =>
      devClock.claimMove({ tenant, workflowId, systemTime, until: systemTime + 100 });
    await devClock.set({ tenant, offsetMs: 1 });
    const told = await Promise.all(Array.from({ length: 8 }, () => claim('one', 0)));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await claim('other', 0)).toBe(true);
    await devClock.endMove({ tenant, workflowId: 'other' });
    expect([await claim('other', 50), await claim('one', 50)]).toEqual([true, false]);
    expect(await claim('one', 100)).toBe(true);
    await devClock.endMove({ tenant, workflowId: 'one' });
    await devClock.endMove({ tenant, workflowId: 'other' });
    const kept = await store.collections.of<DevClockDoc>(devClockSchema).findOne({ _id: tenant });
    expect(kept?.moves).toEqual([]);
  });
});
