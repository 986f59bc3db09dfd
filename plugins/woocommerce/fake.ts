import type { Hono } from 'hono';
import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook, type FakeEnv, type SubscriptionBook } from '../testing.ts';

type Row = Record<string, unknown>;

/** The webhooks of the REST API v3. */
const webhookRoutes = (input: {
  app: Hono<FakeEnv>;
  base: string;
  subscriptions: SubscriptionBook;
}): void => {
  const { app, base, subscriptions } = input;
  const shown = ({ id, url, topics, isActive }: ReturnType<SubscriptionBook['all']>[number]): Row => ({
    id: Number(id),
    status: isActive ? 'active' : 'disabled',
    topic: topics[0],
    delivery_url: url,
  });
  app.get(base, (c) => {
    const size = Number(c.req.query('per_page') ?? 10);
    const start = (Number(c.req.query('page') ?? 1) - 1) * size;
    return c.json(
      subscriptions
        .all()
        .slice(start, start + size)
        .map(shown),
    );
  });
  app.post(base, async (c) => {
    const { topic, delivery_url: url, secret, status }: Row = await c.req.json();
    if (typeof topic !== 'string' || typeof url !== 'string' || secret === undefined || status !== 'active') {
      return c.json({ code: 'woocommerce_rest_invalid', message: 'Invalid parameter(s).' }, 400);
    }
    return c.json(shown(subscriptions.add({ url, topics: [topic] })), 201);
  });
  app.delete(`${base}/:id`, (c) =>
    c.req.query('force') === 'true' && subscriptions.remove(c.req.param('id'))
      ? c.json({ id: Number(c.req.param('id')) })
      : c.json({ code: 'woocommerce_rest_shop_webhook_invalid_id', message: 'Invalid ID.' }, 404),
  );
};

/** WooCommerce's REST API v3 as its documentation describes it: orders, products and coupons, with Basic auth or OAuth 1.0a. */
export const createWooFake = async (given: { key: string; secret: string }) => {
  const kept: { orders: Row[]; products: Row[]; coupons: Row[] } = { orders: [], products: [], coupons: [] };
  const subscriptions = createSubscriptionBook();
  const asked: { path: string; body?: unknown }[] = [];
  const basic = `Basic ${Buffer.from(`${given.key}:${given.secret}`).toString('base64')}`;
  const provider = await createHttpFake(({ app, happened }) => {
    const api = '/wp-json/wc/v3';
    app.use(`${api}/*`, async (c, next) => {
      // Over plain HTTP the SDK signs by OAuth.
      const isOurs =
        c.req.header('authorization') === basic || c.req.query('oauth_consumer_key') === given.key;
      if (!isOurs) return c.json({ code: 'woocommerce_rest_cannot_view', message: 'Sorry.' }, 401);
      asked.push({ path: c.req.path });
      return next();
    });
    for (const kind of ['orders', 'products'] as const) {
      app.get(`${api}/${kind}`, (c) => {
        const after = c.req.query('modified_after') ?? '';
        const size = Number(c.req.query('per_page') ?? 10);
        const page = Number(c.req.query('page') ?? 1);
        const rows = kept[kind]
          .filter((row) => String(row['date_modified_gmt']) > after)
          .toSorted((a, b) => (String(a['date_modified_gmt']) < String(b['date_modified_gmt']) ? -1 : 1));
        return c.json(rows.slice((page - 1) * size, page * size));
      });
    }
    webhookRoutes({ app, base: `${api}/webhooks`, subscriptions });
    app.get(`${api}/coupons`, (c) => {
      const code = c.req.query('code')?.toLowerCase();
      return c.json(kept.coupons.filter((row) => code === undefined || row['code'] === code));
    });
    app.post(`${api}/coupons`, async (c) => {
      const body: Row = await c.req.json();
      const code = String(body['code']).toLowerCase();
      if (kept.coupons.some((row) => row['code'] === code)) {
        const message = 'The coupon code already exists';
        return c.json(
          { code: 'woocommerce_rest_coupon_code_already_exists', message, data: { status: 400 } },
          400,
        );
      }
      const amount = Number(body['amount'] ?? 0).toFixed(2);
      const row: Row = { discount_type: 'fixed_cart', ...body, id: 719 + kept.coupons.length, code, amount };
      asked.push({ path: 'made', body });
      kept.coupons.push(row);
      happened(code);
      return c.json(row, 201);
    });
  });
  return { ...provider, kept, asked, subscriptions };
};

/** A webhook as WooCommerce sends it. */
export const signedByWoo = (input: {
  body: Uint8Array;
  secret: string;
  topic: string;
  id?: string;
  source?: string;
}): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: {
    'content-type': 'application/json',
    'user-agent': 'WooCommerce/9.4.2 Hookshot (WordPress/6.7)',
    'x-wc-webhook-source': input.source ?? 'https://shop.example/',
    'x-wc-webhook-topic': input.topic,
    'x-wc-webhook-resource': input.topic.split('.')[0] ?? '',
    'x-wc-webhook-event': input.topic.split('.')[1] ?? '',
    'x-wc-webhook-signature': hmacSha256({ key: input.secret, data: input.body, encoding: 'base64' }),
    'x-wc-webhook-id': '7',
    'x-wc-webhook-delivery-id': input.id ?? 'a1b2c3',
  },
  rawBody: input.body,
});
