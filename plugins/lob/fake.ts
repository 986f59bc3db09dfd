import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';
import { letterAnswer, letterRequest } from './fixtures.ts';

const refusal = (code: string, message: string, status_code: number) => ({
  error: { code, message, status_code },
});

/**
 * Lob's letters, as its OpenAPI document describes them. Nothing arrives at `Nowhere 1`, `Long Lane 1` is too long, `Busy Street 1` exceeds
 * the limit until seven seconds later, and `forgetKeys` lets its keys expire, as after 24 hours.
 */
export const createLobFake = async (apiKey: string, now: number) => {
  type Letter = ReturnType<typeof letterAnswer>;
  const bodies: unknown[] = [];
  const letters: Letter[] = [];
  const keys = new Map<string, Letter>();
  const provider = await createHttpFake(({ app, happened }) => {
    app.use(async (c, next) => {
      const expected = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
      if (c.req.header('authorization') !== expected)
        return c.json(refusal('invalid_api_key', 'Your API key is not valid.', 401), 401);
      await next();
      return undefined;
    });
    app.get('/v1/letters', (c) => {
      const key = c.req.query('metadata[ciclo_message_id]');
      const found = letters.filter(({ metadata }) => metadata['ciclo_message_id'] === key);
      const data = found.slice(0, Number(c.req.query('limit') ?? 10));
      return c.json({ data, object: 'list', next_url: null, previous_url: null, count: data.length });
    });
    app.post('/v1/letters', async (c) => {
      const body: unknown = await c.req.json();
      const read = letterRequest.safeParse(body);
      if (!read.success || c.req.header('lob-version') !== '2024-01-01')
        return c.json(refusal('invalid', 'The letter is not valid.', 422), 422);
      const { address_line1: street } = read.data.to;
      if (street === 'Nowhere 1') {
        const words = `${street} is not deliverable`;
        return c.json(refusal('failed_deliverability_strictness', words, 422), 422);
      }
      if (street === 'Long Lane 1')
        return c.json(refusal('address_length_exceeds_limit', 'The lines are too long.', 422), 422);
      if (street === 'Busy Street 1') {
        const reset = String(now / 1_000 + 7);
        return c.json(refusal('rate_limit_exceeded', 'Rate limit exceeded.', 429), 429, {
          'x-rate-limit-limit': '150',
          'x-rate-limit-remaining': '0',
          'x-rate-limit-reset': reset,
        });
      }
      const key = c.req.header('idempotency-key') ?? `none-${letters.length}`;
      const before = keys.get(key);
      if (before !== undefined) return c.json(before);
      const letter = letterAnswer({ id: `ltr_${letters.length + 1}`, request: read.data });
      keys.set(key, letter);
      letters.push(letter);
      bodies.push(body);
      happened(letter.id);
      return c.json(letter);
    });
  });
  return { ...provider, bodies, letters, forgetKeys: () => keys.clear() };
};

/** A webhook as Lob signs it: hexadecimal HMAC-SHA256 over the time, a point and the body. */
export const signedByLob = (input: { body: Uint8Array; secret: string; now: number }): WebhookRequest => {
  const time = String(input.now);
  const signature = hmacSha256({ key: input.secret, data: [`${time}.`, input.body], encoding: 'hex' });
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: {
      'content-type': 'application/json',
      'lob-signature': signature,
      'lob-signature-timestamp': time,
    },
    rawBody: input.body,
  };
};
