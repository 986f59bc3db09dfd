import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import type { AcceptedEvent } from '../../domain/events/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { eventOf } from '../../domain/profiles/profiles-for-tests.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createMemoryStores } from '../stores/memory-stores.ts';
import { createMemoryEngine } from './create-memory-engine.ts';
import { journeyFrom, workspaceWith } from './play-for-tests.ts';

const day = 86_400_000;
const dawn = Date.UTC(2026, 0, 5, 9);
const tenant = 'shop';

/** The examples of the page that teaches this, as they stand. */
const page = await readFile(join(import.meta.dirname, '../../docs/customers.md'), 'utf8');
const example = (file: string): JsonObject & { readonly steps: unknown } => {
  const [, text = ''] = page.split(`\`\`\`json file=${file}\n`);
  const json: Json = JSON.parse(text.split('```')[0] ?? '');
  if (!isJsonObject(json)) throw new Error(`docs/customers.md has no ${file}`);
  return { steps: [], ...json };
};

const winBack = journeyFrom(example('journeys/win-back.json'));
const thank = journeyFrom({
  key: 'thank',
  entry: { attribute: '$.computed.rfm.group', to: 'champions', again: 'always' },
  steps: [{ id: 'rest', type: 'wait', for: '1 day' }],
});
const { steps: _none, ...likelyGone } = example('segments/likely-gone.json');

const open = () => {
  const memory = createMemoryEngine({
    stores: createMemoryStores(),
    live: workspaceWith({ journeys: [winBack, thank], segments: [likelyGone] }),
    start: dawn,
    keyring: createKeyring({ secrets: ['a secret of this test alone'] }),
  });
  const { engine, clock, stores, rest } = memory;
  const order = async (input: { who: string; at: number; revenue: number }): Promise<void> => {
    const { who, at, revenue } = input;
    const order_id = `${who}-${at}`;
    const event: AcceptedEvent = eventOf({
      name: 'Order Completed',
      userId: who,
      messageId: order_id,
      properties: { order_id, revenue, currency: 'EUR' },
      timestamp: at,
      trust: 'server',
    });
    clock.moveTo(Math.max(clock.now(), at));
    await engine.accept({ tenant, events: [event] });
    await rest();
  };
  /** What the loop does, until there is nothing left to do. */
  const look = async (): Promise<void> => {
    while (await engine.valuePeople(tenant));
    await rest();
  };
  const personOf = async (who: string) => {
    const [profile] = await stores.profiles.withIds({ tenant, ids: [`user:${who}`] });
    if (profile === undefined) throw new Error(`nobody is ${who}`);
    return profile;
  };
  const journeysOf = async (who: string): Promise<readonly string[]> => {
    const { id } = await personOf(who);
    return [...memory.recording.of(id).runs.values()].map(({ journey }) => journey);
  };
  return { ...memory, order, look, personOf, journeysOf };
};

/** Thirty people: the n-th bought n % 5 + 1 times, a week apart, the last time n % 6 weeks ago. */
const fill = async (shop: ReturnType<typeof open>): Promise<void> => {
  const orders = Array.from({ length: 30 }, (_, n) =>
    Array.from({ length: (n % 5) + 1 }, (_, m) => ({
      who: `u${n}`,
      at: dawn + (12 - (n % 6) - m) * 7 * day,
      revenue: 20 + n,
    })),
  ).flat();
  for (const one of orders.toSorted((a, b) => a.at - b.at)) await shop.order(one);
};

describe('RFM groups', () => {
  const shop = open();
  beforeAll(async () => {
    await fill(shop);
    await shop.look();
  });

  test('are on the profiles once a look has passed, and their sizes are those of a recount', async () => {
    const state = await shop.stores.values.get(tenant);
    expect(state).toMatchObject({ buyers: 30, day: '2026-03-30' });
    expect(state).not.toHaveProperty('pass');
    const groups = new Map<string, number>();
    for (let n = 0; n < 30; n += 1) {
      const { rfm } = (await shop.personOf(`u${n}`)).computed;
      if (rfm !== undefined) groups.set(rfm.group, (groups.get(rfm.group) ?? 0) + 1);
    }
    expect(Object.fromEntries(groups)).toEqual(state?.groups);
    expect([...groups.values()].reduce((sum, count) => sum + count, 0)).toBe(30);
  });

  test('are told as changes, so that a journey starts when a customer enters one', async () => {
    const best = (await shop.personOf('u24')).computed.rfm;
    expect(best).toMatchObject({ recency: 5, group: 'champions' });
    expect(await shop.journeysOf('u24')).toEqual(['thank']);
  });

  test('are worked out once in a day, and nobody is written whose figures are the same', async () => {
    const before = await shop.personOf('u3');
    expect(await shop.engine.valuePeople(tenant)).toBe(false);
    shop.clock.moveTo(shop.clock.now() + day);
    await shop.look();
    const after = await shop.stores.values.get(tenant);
    expect(after?.day).toBe('2026-03-31');
    expect(after?.changed).toBeLessThan(30);
    if ((await shop.personOf('u3')).computed.rfm?.group === before.computed.rfm?.group) {
      expect((await shop.personOf('u3')).rev).toBe(before.rev);
    }
  });

  test('follow time: anyone who bought much and stays away becomes at risk, and the journey starts', async () => {
    const others = Array.from({ length: 30 }, (_, n) => `u${n}`).filter((who) => who !== 'u24');
    for (let week = 1; week <= 4; week += 1) {
      const at = shop.clock.now() + 7 * day;
      for (const who of others) await shop.order({ who, at, revenue: 10 });
      await shop.look();
    }
    const { rfm } = (await shop.personOf('u24')).computed;
    expect(rfm?.recency).toBe(1);
    expect(await shop.journeysOf('u24')).toContain('win-back');
  });

  test('follow an order at once, before the next look', async () => {
    await shop.order({ who: 'u24', at: shop.clock.now() + 60_000, revenue: 900 });
    expect((await shop.personOf('u24')).computed.rfm).toMatchObject({ recency: 5, monetary: 5 });
  });

  test('there are none of a handful of buyers, nor of somebody who asked not to be processed', async () => {
    const small = open();
    await small.order({ who: 'only', at: dawn, revenue: 10 });
    await small.look();
    expect((await small.personOf('only')).computed).not.toHaveProperty('rfm');
    expect(await small.stores.values.get(tenant)).toMatchObject({ buyers: 1, measures: { currency: 'EUR' } });
    const { id } = await shop.personOf('u1');
    await shop.engine.changeProfile({
      tenant,
      profileId: id,
      id: 'restrict',
      now: shop.clock.now(),
      apply: (profile) => ({ ...profile, restricted: true }),
    });
    shop.clock.moveTo(shop.clock.now() + day);
    await shop.look();
    expect((await shop.personOf('u1')).computed).not.toHaveProperty('rfm');
  });
});

describe('predictions', () => {
  test('are on the profiles of a shop with enough repeat buyers, and a segment over them is kept', async () => {
    const shop = open();
    // Half of 240 people buy every two weeks until now, the others stopped after three weeks; every third bought once.
    const end = dawn + 126 * day;
    for (let n = 0; n < 240; n += 1) {
      const purchases = n % 3 === 0 ? 1 : n % 2 === 0 ? 10 : 3;
      const firstAt = dawn + (n % 7) * day;
      const lastAt = firstAt + (purchases - 1) * (n % 2 === 0 ? 14 : 7) * day;
      const averageOrder = 1000 + (n % 40) * 100;
      const money = { currency: 'EUR', revenue: purchases * averageOrder, averageOrder, refunded: 0 };
      const made = newProfile({
        id: `p${n}`,
        tenant,
        ids: [`user:u${n}`],
        referralCode: `R-${n}`,
        now: firstAt,
      });
      const computed = {
        ...made.computed,
        orders: purchases,
        purchases,
        money,
        firstOrderAt: new Date(firstAt).toISOString(),
        lastOrderAt: new Date(lastAt).toISOString(),
      };
      await shop.stores.profiles.insert({ ...made, computed });
    }
    shop.clock.moveTo(end);
    await shop.look();
    const state = await shop.stores.values.get(tenant);
    expect(state?.basis).toMatchObject({ repeatBuyers: 160 });
    expect(state?.measures.model?.bgNbd).toBeDefined();
    const stays = await shop.personOf('u2');
    const left = await shop.personOf('u1');
    expect(stays.predictions?.alive).toBeGreaterThan(left.predictions?.alive ?? 1);
    expect(stays.predictions?.churn).toBeLessThan(left.predictions?.churn ?? 0);
    expect(stays.predictions).toMatchObject({ churnRisk: 'low', money: { currency: 'EUR' } });
    expect(stays.predictions?.value365).toBeGreaterThan(stays.predictions?.value90 ?? Infinity);
    shop.clock.moveTo(shop.clock.now() + 120 * day);
    await shop.look();
    expect((await shop.personOf('u1')).predictions?.churn).toBeGreaterThanOrEqual(0.8);
    expect((await shop.personOf('u1')).segments).toEqual(['likely-gone']);
  });
});
