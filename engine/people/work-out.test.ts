import { expect, it } from 'vitest';

import { newProfile } from '../../domain/profiles/profile.ts';
import { segmentSchema } from '../../domain/rules/segment.ts';
import { tenantSettingsSchema } from '../../domain/workspace/tenant-settings.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import type { EventStore } from '../events/ports.ts';
import { createLiveWorkspaces } from '../journeys/live-workspace.ts';
import { workOut } from './work-out.ts';

const tenant = 'shop';
const now = Date.parse('2027-03-01T12:00Z');

const bought = (least: number, within: string) =>
  segmentSchema.parse({
    key: `bought-${least}-${within.replace(' ', '-')}`,
    name: `Bought ${least} times within ${within}`,
    when: {
      all: [
        {
          fact: 'events',
          params: { name: 'Order Completed', within },
          path: '$.count',
          operator: 'greaterThanInclusive',
          value: least,
        },
      ],
    },
  });

it('asks the store once for what many segments want to know of the past of a person', async () => {
  const stores = createMemoryStores();
  const months = Array.from({ length: 30 }, (_, n) => bought(n + 1, '30 days'));
  await stores.workspaces.publish({
    base: 0,
    workspace: {
      tenant,
      revision: 1,
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
      segments: [...months, bought(1, '90 days')],
      offers: [],
      programs: [],
      objects: [],
      messages: [],
      catalog: { products: [] },
      lists: {},
      files: {},
    },
  });
  const live = createLiveWorkspaces({
    workspaces: stores.workspaces,
    systemTime: () => now,
    checkEveryMs: 1000,
  });
  const asked: string[] = [];
  const events: Pick<EventStore, 'summarise' | 'summariseRecords'> = {
    summarise: (question) => (asked.push(question.query.name), stores.events.summarise(question)),
    summariseRecords: stores.events.summariseRecords,
  };
  const profile = newProfile({ id: 'ana', tenant, ids: ['user:ana'], referralCode: 'ANA', now });
  const { segments } = await workOut({
    before: profile,
    profile,
    live: await live.of(tenant),
    change: { id: 'c', now },
    events,
    journeyOf: live.journey,
    readRecord: async () => undefined,
  });
  expect(segments).toEqual([]);
  expect(asked).toHaveLength(2);
});
