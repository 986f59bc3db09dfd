import { createHash } from 'node:crypto';

import { CicloError } from '../../domain/errors.ts';
import { createShopifySender, movedInTime } from '../../plugins/shopify/fake.ts';
import { dayOf } from './day-of.ts';
import { fill } from './fill.ts';
import { readWebhook, type Story } from './story.ts';

/** When the times in the files of `shop/` say it happened. */
const written = Date.parse('2026-01-01T10:00:00+01:00');

/** The shop of the demo, as the engine sees it: webhooks signed by Shopify, and calls of Segment's libraries. */
export type ShopFront = {
  readonly webhook: (input: {
    name: string;
    now: number;
    codes: ReadonlyMap<string, string>;
  }) => Promise<number>;
  readonly forged: (input: { name: string; now: number }) => Promise<number>;
  readonly segment: (input: {
    calls: NonNullable<Story['steps'][number]['segment']>;
    now: number;
  }) => Promise<void>;
};

const filled = (value: unknown, codes: ReadonlyMap<string, string>): unknown =>
  fill(value, (name) => codes.get(/^code of (\w+)$/.exec(name)?.[1] ?? ''));

/** Makes the shop front; the same file is always the same delivery. Texts of calls hold days such as `{{in 9 days}}`. */
export const createShopFront = (input: {
  url: string;
  secret: string;
  writeKey: string;
  zone: string;
}): ShopFront => {
  const shop = 'casa-verde.myshopify.com';
  const sender = createShopifySender({ secret: input.secret, shop });
  const forger = createShopifySender({ secret: 'somebody else', shop });
  const address = `${input.url}/webhooks/default/shopify`;
  const eventOf = async (name: string, now: number, codes: ReadonlyMap<string, string>) => {
    const { topic, body } = await readWebhook(name);
    const id = createHash('sha256').update(name).digest('hex').slice(0, 32);
    return {
      topic,
      webhookId: id,
      eventId: id,
      triggeredAt: new Date(now),
      body: movedInTime(filled(body, codes), now - written),
    };
  };
  return {
    webhook: async ({ name, now, codes }) =>
      (await sender.send(address, await eventOf(name, now, codes))).status,
    forged: async ({ name, now }) => (await forger.send(address, await eventOf(name, now, new Map()))).status,
    segment: async ({ calls, now }) => {
      const called = calls.map(({ daysAgo, ...one }) => ({
        ...one,
        messageId: createHash('sha256')
          .update(JSON.stringify([one, daysAgo]))
          .digest('hex')
          .slice(0, 40),
        timestamp: new Date(now - (daysAgo ?? 0) * 86_400_000).toISOString(),
      }));
      const batch = fill(called, (name) => dayOf({ name, now, zone: input.zone }));
      const response = await fetch(`${input.url}/v1/batch?strict=1`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from(`${input.writeKey}:`).toString('base64')}`,
        },
        body: JSON.stringify({ batch }),
      });
      if (!response.ok)
        throw new CicloError({
          code: 'internal',
          message: `The tracking API answered ${await response.text()}`,
        });
    },
  };
};
