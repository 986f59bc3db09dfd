import { beforeEach, describe, expect, it } from 'vitest';

import { tenantSettingsSchema } from '../../domain/workspace/tenant-settings.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import { createLiveWorkspaces } from './live-workspace.ts';
import type { WorkspaceStore } from './ports.ts';

const publish = (store: WorkspaceStore, tenant: string, base = 0) =>
  store.publish({
    base,
    workspace: {
      tenant,
      revision: base + 1,
      settings: tenantSettingsSchema.parse({
        tenant,
        name: 'Shop',
        url: 'https://shop.test',
        currency: 'EUR',
        defaultLocale: 'en',
        timezone: 'Europe/Madrid',
        from: 'Shop <hello@shop.test>',
        postalAddress: '1 Street, Town',
      }),
      journeys: [],
      rules: [],
      segments: [],
      offers: [],
      programs: [],
      objects: [],
      messages: [],
      catalog: { products: [] },
      lists: {},
      files: {},
    },
  });

describe('the tenants of an engine', () => {
  let stored: WorkspaceStore;
  let reads: string[];
  let now: number;
  let live: ReturnType<typeof createLiveWorkspaces>;
  beforeEach(() => {
    stored = createMemoryStores().workspaces;
    reads = [];
    now = 1000;
    const workspaces: WorkspaceStore = {
      ...stored,
      revisions: () => (reads.push('revisions'), stored.revisions()),
      revision: (tenant) => (reads.push('revision'), stored.revision(tenant)),
    };
    live = createLiveWorkspaces({ workspaces, systemTime: () => now, checkEveryMs: 1000 });
  });

  it('are read once for all who ask at about the same time, and nobody looks their revisions up again', async () => {
    await publish(stored, 'a');
    await publish(stored, 'b');
    await Promise.all([live.of('a'), live.of('b')]);
    now += 5000;
    reads.length = 0;
    const asked = await Promise.all([live.tenants(), live.tenants()]);
    expect([...asked, await live.tenants()]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    await live.of('a');
    await live.of('b');
    expect(reads).toEqual(['revisions']);
  });

  it('are seen after a second, and so is what was published for them elsewhere', async () => {
    await publish(stored, 'a');
    expect(await live.tenants()).toEqual(['a']);
    expect((await live.of('a')).revision).toBe(1);
    await publish(stored, 'a', 1);
    await publish(stored, 'b');
    now += 1000;
    expect(await live.tenants()).toEqual(['a', 'b']);
    expect((await live.of('a')).revision).toBe(2);
  });
});
