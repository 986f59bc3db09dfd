import type { Hono } from 'hono';
import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook, type FakeEnv, type SubscriptionBook } from '../testing.ts';

type Row = Record<string, unknown>;
type Form = Readonly<Record<string, string>>;

const numbered = (form: Form, names: readonly string[]): Row =>
  Object.fromEntries(names.flatMap((name) => (form[name] === undefined ? [] : [[name, Number(form[name])]])));

type Answer = { readonly status: 200 | 400; readonly answer: Row };

/** What Stripe knows, and what it makes of a request. */
const createBooks = () => {
  const coupons = new Map<string, Row>();
  const codes = new Map<string, Row>();
  const couponOf = new Map<Row, string>();
  const error = (code: string | undefined, message: string): Answer => ({
    status: 400,
    answer: { error: { type: 'invalid_request_error', ...(code === undefined ? {} : { code }), message } },
  });

  const makeCoupon = (form: Form): Answer => {
    const id = form['id'] ?? `coupon_${coupons.size}`;
    if (coupons.has(id)) return error('resource_already_exists', 'Coupon already exists.');
    if (form['percent_off'] === undefined && form['amount_off'] === undefined) {
      return error('parameter_missing', 'Must provide percent_off or amount_off.');
    }
    const row = {
      ...form,
      ...numbered(form, ['percent_off', 'amount_off', 'max_redemptions']),
      id,
      object: 'coupon',
      currency: form['currency'] ?? null,
    };
    coupons.set(id, row);
    return { status: 200, answer: row };
  };
  const makeCode = (form: Form, happened: (key: string) => void): Answer => {
    const code = form['code'] ?? '';
    const coupon = form['promotion[coupon]'] ?? '';
    if (form['promotion[type]'] !== 'coupon' || !coupons.has(coupon)) {
      return error('resource_missing', `No such coupon: '${coupon}'`);
    }
    if (codes.has(code.toLowerCase())) {
      return error(undefined, `An active promotion code with \`code: ${code}\` already exists.`);
    }
    const row = {
      id: `promo_${codes.size + 1}`,
      object: 'promotion_code',
      active: true,
      code,
      promotion: { type: 'coupon', coupon },
      ...numbered(form, ['max_redemptions', 'expires_at']),
    };
    codes.set(code.toLowerCase(), row);
    couponOf.set(row, coupon);
    happened(code);
    return { status: 200, answer: row };
  };

  const listed = (code: string, isExpanded: boolean): readonly Row[] => {
    const row = codes.get(code.toLowerCase());
    if (row === undefined) return [];
    const coupon = coupons.get(couponOf.get(row) ?? '');
    return [isExpanded ? { ...row, promotion: { type: 'coupon', coupon } } : row];
  };
  return { coupons, codes, makeCoupon, makeCode, listed };
};

/** Webhook endpoints; the secret of one is said when it is made. */
const endpointRoutes = (app: Hono<FakeEnv>, subscriptions: SubscriptionBook): void => {
  const shown = ({ id, url, topics, isActive }: ReturnType<SubscriptionBook['all']>[number]): Row => ({
    id: `we_${id}`,
    object: 'webhook_endpoint',
    url,
    status: isActive ? 'enabled' : 'disabled',
    enabled_events: [...topics],
  });
  app.get('/v1/webhook_endpoints', (c) => {
    const limit = Number(c.req.query('limit') ?? 10);
    const after = c.req.query('starting_after');
    const all = subscriptions.all().map(shown);
    const start = after === undefined ? 0 : all.findIndex((row) => row['id'] === after) + 1;
    const data = all.slice(start, start + limit);
    return c.json({
      object: 'list',
      url: '/v1/webhook_endpoints',
      has_more: start + limit < all.length,
      data,
    });
  });
  app.post('/v1/webhook_endpoints', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const topics = [...form].flatMap(([name, value]) => (name.startsWith('enabled_events[') ? [value] : []));
    const url = form.get('url') ?? '';
    if (!url.startsWith('https://') || topics.length === 0) {
      const message = 'Invalid URL: an explicit scheme (such as https) must be provided.';
      return c.json({ error: { type: 'invalid_request_error', message } }, 400);
    }
    const row = subscriptions.add({ url, topics });
    return c.json({ ...shown(row), secret: `whsec_made_${row.id}` });
  });
  app.delete('/v1/webhook_endpoints/:id', (c) => {
    const id = c.req.param('id');
    return subscriptions.remove(id.replace('we_', ''))
      ? c.json({ id, object: 'webhook_endpoint', deleted: true })
      : c.json(
          { error: { type: 'invalid_request_error', message: `No such webhook endpoint: '${id}'` } },
          404,
        );
  });
};

/** Stripe's coupons and promotion codes, as its reference describes them, with its idempotency keys. */
export const createStripeFake = async (apiKey: string) => {
  const { coupons, codes, makeCoupon, makeCode, listed } = createBooks();
  const subscriptions = createSubscriptionBook();
  const keys = new Map<string, Answer & { readonly body: string }>();
  const asked: { path: string; form: Form; version: string | undefined }[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/v1/*', async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${apiKey}`) {
        return c.json(
          { error: { type: 'invalid_request_error', message: 'Invalid API Key provided.' } },
          401,
        );
      }
      return next();
    });
    endpointRoutes(app, subscriptions);
    app.get('/v1/promotion_codes', (c) => {
      const isExpanded = Object.values(c.req.query()).includes('data.promotion.coupon');
      const data = listed(c.req.query('code') ?? '', isExpanded);
      return c.json({ object: 'list', url: '/v1/promotion_codes', has_more: false, data });
    });
    for (const kind of ['coupons', 'promotion_codes'] as const) {
      app.post(`/v1/${kind}`, async (c) => {
        const body = await c.req.text();
        const form = Object.fromEntries(new URLSearchParams(body));
        asked.push({ path: kind, form, version: c.req.header('stripe-version') });
        const key = c.req.header('idempotency-key') ?? `none-${keys.size}`;
        const known = keys.get(key);
        if (known !== undefined && known.body !== body) {
          return c.json({ error: { type: 'idempotency_error', message: 'Keys are for one request.' } }, 400);
        }
        const made = known ?? (kind === 'coupons' ? makeCoupon(form) : makeCode(form, happened));
        keys.set(key, { ...made, body });
        return c.json(made.answer, made.status);
      });
    }
  });
  return { ...provider, coupons, codes, asked, subscriptions };
};

/** An event as Stripe signs it. */
export const signedByStripe = (input: { body: Uint8Array; secret: string; now: number }): WebhookRequest => {
  const time = String(Math.floor(input.now / 1_000));
  const signature = hmacSha256({ key: input.secret, data: [`${time}.`, input.body], encoding: 'hex' });
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${time},v1=${signature}` },
    rawBody: input.body,
  };
};
