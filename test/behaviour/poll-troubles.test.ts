import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createBigCommerceFake } from '../../plugins/bigcommerce/fake.ts';
import { order as bigOrder, orderLine } from '../../plugins/bigcommerce/fixtures.ts';
import { createBlueskyFake } from '../../plugins/bluesky/fake.ts';
import { createMastodonFake } from '../../plugins/mastodon/fake.ts';
import { createMedusaFake } from '../../plugins/medusa/fake.ts';
import { order as medusaOrder } from '../../plugins/medusa/fixtures.ts';
import type { Scenario } from '../../plugins/testing/subject.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { troubledEnv, troubledKey as key, troubledVariable as env } from '../harness/troubled-connectors.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const minute = 1 / 24 / 60;

/** What providers do for a quarter of an hour; with `after` so many of the requests go well before. */
const troubles: readonly { readonly scenario: Scenario; readonly after: number }[] = [
  { scenario: 'unauthorized', after: 0 },
  { scenario: 'throttled-seconds', after: 0 },
  { scenario: 'throttled-date', after: 0 },
  { scenario: 'throttled', after: 0 },
  { scenario: 'server-error', after: 0 },
  { scenario: 'unavailable', after: 1 },
  { scenario: 'lost', after: 0 },
  { scenario: 'cut', after: 0 },
  { scenario: 'cut', after: 2 },
  { scenario: 'huge', after: 0 },
  { scenario: 'garbage', after: 0 },
  { scenario: 'garbage', after: 1 },
];

const counted = {
  key: 'counted',
  name: 'Counted',
  stage: 'retention',
  entry: { on: 'Order Completed', again: 'always' },
  steps: [{ id: 'over', type: 'exit', outcome: 'counted' }],
};

/** Shops that tell nothing by themselves, and networks in which somebody writes. */
const startProviders = async () => {
  const medusa = await createMedusaFake(key);
  const bigcommerce = await createBigCommerceFake({ store: 'abc123', token: key });
  const mastodon = await createMastodonFake(key);
  const bluesky = await createBlueskyFake(key);
  let n = 0;
  return {
    all: [medusa, bigcommerce, mastodon, bluesky],
    plugins: {
      medusa: { use: 'medusa', config: { url: medusa.url, apiKey: env, currency: 'EUR' } },
      bigcommerce: {
        use: 'bigcommerce',
        config: { store: 'abc123', token: env, url: bigcommerce.url, currency: 'EUR' },
      },
      mastodon: { use: 'mastodon', config: { server: mastodon.url, token: env } },
      bluesky: {
        use: 'bluesky',
        config: { service: bluesky.url, identifier: 'shop.example', password: env },
      },
    },
    /** Something happens everywhere, at an instant; what was found of it names `name`. */
    happen: (name: string, at: number): void => {
      n += 1;
      const iso = new Date(at).toISOString();
      const email = `${name}@example.com`;
      medusa.kept.orders.push({
        ...medusaOrder,
        id: `order_${n}`,
        display_id: n,
        email: `medusa-${email}`,
        customer_id: null,
        // Anyone who has one number is one person.
        shipping_address: { ...medusaOrder.shipping_address, phone: null },
        metadata: {},
        created_at: iso,
        updated_at: iso,
      });
      const told = new Date(at).toUTCString().replace('GMT', '+0000');
      bigcommerce.kept.orders.push({
        ...bigOrder,
        id: n,
        customer_id: 0,
        status_id: 11,
        billing_address: { ...bigOrder.billing_address, email: `bigcommerce-${email}` },
        date_created: told,
        date_modified: told,
      });
      bigcommerce.kept.lines.set(String(n), [orderLine]);
      mastodon.mention({ id: String(n), acct: `${name}@social.example`, content: '<p>Hello</p>' });
      bluesky.notify({ n, reason: 'mention', text: `Hello from ${name}`, at });
    },
  };
};

const conversationsBody = z.object({
  conversations: z.array(z.looseObject({ id: z.string(), channel: z.string(), address: z.string() })),
});
const messagesBody = z.object({ messages: z.array(z.looseObject({ text: z.string().optional() })) });

describe('what happens at providers that are looked at, while they have trouble', () => {
  let engine: TestedEngine;
  let providers: Awaited<ReturnType<typeof startProviders>>;
  beforeAll(async () => {
    providers = await startProviders();
    engine = await startMemoryEngine({
      start,
      env: troubledEnv,
      files: (tenant) =>
        shopFiles({
          tenant,
          files: { 'journeys/counted.json': counted },
          settings: { plugins: providers.plugins },
        }),
    });
    await pass(2, 3);
  });
  afterAll(async () => {
    await engine.close();
    for (const provider of providers.all) await provider.close();
  });

  const call = (path: string) => adminClient(engine).call('GET', path);
  const pass = async (minutes: number, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await engine.days(minutes * minute);
  };
  /** How many orders of somebody journeys heard of. */
  const ordersOf = async (email: string): Promise<number> => {
    const [profile] = await engine.opened.stores.profiles.withIds({
      tenant: engine.tenant,
      ids: [`email:${email}`],
    });
    if (profile === undefined) return 0;
    const { body } = await call(`/api/runs?profile=${profile.id}&limit=100`);
    return z.object({ runs: z.array(z.unknown()) }).parse(body).runs.length;
  };
  /** All that somebody wrote, on all channels. */
  const written = async (): Promise<readonly string[]> => {
    const { body } = await call('/api/conversations?limit=100');
    const texts = conversationsBody.parse(body).conversations.map(async ({ id, channel, address }) => {
      const { messages } = messagesBody.parse(
        (await call(`/api/conversations/${id}/messages?limit=100`)).body,
      );
      return messages.map(({ text }) => `${channel} ${address} ${text ?? ''}`);
    });
    return (await Promise.all(texts)).flat();
  };
  const expectOnce = async (name: string): Promise<void> => {
    for (const shop of ['medusa', 'bigcommerce'])
      expect(await ordersOf(`${shop}-${name}@example.com`), `orders at ${shop}`).toBe(1);
    const all = await written();
    expect(all.filter((line) => line === `mastodon ${name}@social.example Hello`)).toHaveLength(1);
    expect(all.filter((line) => line.endsWith(`Hello from ${name}`))).toHaveLength(1);
    expect(new Set(all).size, 'nothing is there twice').toBe(all.length);
  };

  it.each(troubles)(
    '$scenario after $after requests: each thing is told once',
    async ({ scenario, after }) => {
      const name = `${scenario}-${after}`;
      for (const provider of providers.all) provider.playAfter?.(after, scenario);
      providers.happen(name, engine.engine.clock.now(engine.tenant));
      await pass(5, 3);
      for (const provider of providers.all) provider.play('ok');
      await pass(20, 3);
      await expectOnce(name);
    },
  );
});
