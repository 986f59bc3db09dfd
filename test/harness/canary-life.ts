import { expect } from 'vitest';

import { createShopifySender } from '../../plugins/shopify/fake.ts';
import { canaries, canary, canaryOrder, textOf } from './canary.ts';
import type { TestEngine } from './engine.ts';
import { postBatch } from './post-batch.ts';

const hour = 3_600_000;
const shop = 'casa-verde.myshopify.com';

/** The secret of the shop's webhooks, as `SHOPIFY_WEBHOOK_SECRET` of the engine. */
export const shopSecret = 'the secret of the shop';

/** What calls an engine as a shop does, and looks through all that is kept there. The engine may start later. */
export const canaryLife = (engineOf: () => TestEngine) => {
  const settle = async (): Promise<void> => {
    await engineOf().engine.webhookQueue.idle();
    await engineOf().engine.dispatcher.idle();
  };
  const batch = async (calls: readonly object[], more: object = {}): Promise<void> => {
    const told = await postBatch({ engine: engineOf(), calls, more });
    expect(told).toEqual({ accepted: calls.length, codes: [] });
    await settle();
  };
  const webhook = async (topic: string, body: unknown, triggeredAt?: Date): Promise<void> => {
    const sender = createShopifySender({ secret: shopSecret, shop });
    const event = { topic, body, ...(triggeredAt === undefined ? {} : { triggeredAt }) };
    const { status } = await sender.send(`${engineOf().url}/webhooks/${engineOf().tenant}/shopify`, event);
    expect(status).toBe(200);
    await settle();
  };
  const now = (): number => engineOf().engine.clock.now(engineOf().tenant);

  const collections = async (): Promise<ReadonlyMap<string, string>> => {
    const { connection } = engineOf().opened;
    const names = (await connection.listCollections()).map(({ name }) => name);
    const texts = await Promise.all(
      names.map(async (name) => textOf(await connection.collection(name).find().toArray())),
    );
    return new Map(names.map((name, index) => [name, texts[index] ?? '']));
  };
  /** Collections in which something is found, with what. */
  const found = async (words: readonly string[] = canaries): Promise<readonly string[]> =>
    [...(await collections())].flatMap(([name, text]) =>
      words
        .filter((word) => text.toLowerCase().includes(word.toLowerCase()))
        .map((word) => `${name}: ${word}`),
    );
  const personOf = async (ids: readonly string[]) => {
    const { tenant, opened } = engineOf();
    return opened.stores.profiles.withIds({ tenant, ids });
  };

  /** Leaves her in every place there is; the ids of her workflows. */
  const liveHere = async (): Promise<readonly string[]> => {
    const { userId, anonymousId, email, phone, name, street } = canary;
    const { tenant, opened } = engineOf();
    await batch([
      { type: 'page', anonymousId, properties: { title: canary.note } },
      {
        type: 'identify',
        userId,
        anonymousId,
        traits: { email, phone, firstName: name, address: { street }, about: canary.note },
      },
      {
        type: 'track',
        event: 'Consent Granted',
        userId,
        properties: { channel: 'email', topic: '*', confirmed: true },
      },
      { type: 'track', event: 'Checkout Started', userId, properties: { cart_id: 'c-1', note: canary.note } },
      // Dated too far ahead: set aside before anybody looks whom it is about.
      {
        type: 'track',
        event: 'Product Viewed',
        userId,
        messageId: `ahead of ${email}`,
        timestamp: new Date(now() + 60 * hour).toISOString(),
      },
    ]);
    await webhook('orders/create', canaryOrder({ id: canary.orderId, at: now() - hour }));
    // Understood by nobody, and of no use.
    await webhook('orders/create', { id: null, email, note: canary.note });
    await webhook('locations/create', { contact: email, note: canary.note });
    await webhook('customers/data_request', {
      shop_domain: shop,
      customer: { id: canary.customerId, email, phone },
      orders_requested: [canary.orderId],
    });
    const [her] = await personOf([`user:${userId}`]);
    expect(her).toBeDefined();
    const profileId = her?.id ?? '';
    const dead = { ...(await opened.stores.events.get({ tenant, id: `server:ahead of ${email}` })) };
    expect(dead).toMatchObject({ state: 'quarantined' });
    await fetch(`${engineOf().url}/api/runs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${engineOf().keys.api}`,
        'content-type': 'application/json',
        'idempotency-key': `enter ${email}`,
      },
      body: JSON.stringify({
        journey: 'cart',
        profile: { id: profileId },
        properties: { note: canary.note },
      }),
    });
    await opened.stores.circuitStore.open({
      tenant,
      instance: 'other',
      openedAt: now(),
      why: `451 4.7.1 <${email}> try again later`,
      tries: 0,
      probeAt: now() + 90 * hour,
    });
    await settle();
    const runs = await opened.stores.runs.activeOf({ tenant, profileId });
    return runs.map(({ workflowId }) => workflowId);
  };

  return { settle, batch, webhook, now, collections, found, personOf, liveHere };
};
