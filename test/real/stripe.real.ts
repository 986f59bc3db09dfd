import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { stripePlugin } from '../../plugins/stripe/stripe.ts';
import { callAction } from '../../plugins/testing.ts';
import { whereIs } from './found.ts';
import { startProgram } from './program.ts';

const coupon = { code: 'HELLO-7GHK', currency: 'EUR', expiresAt: '2036-12-31T22:59:59Z', minOrder: '20' };

describe("Stripe with Stripe's own stripe-mock, which checks each request against the schema of the API", () => {
  let server: Awaited<ReturnType<typeof startProgram>>;
  let url: string;
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = await startProgram(whereIs('stripe-mock') ?? '', ['-http-addr', `127.0.0.1:${port}`], { port });
  });
  afterAll(() => server.stop());

  const create = (input: object) =>
    callAction({
      plugin: stripePlugin,
      config: { url, apiKey: { env: 'CICLO_PLUGIN_STRIPE' } },
      secrets: { CICLO_PLUGIN_STRIPE: 'sk_test_123' },
      action: 'create-coupon',
      input,
    });

  it.each([
    { kind: 'amount', value: '5' },
    { kind: 'percentage', value: '12.5' },
  ])('a coupon of $kind is a request as the schema has it', async (more) => {
    const outcome = await create({ ...coupon, ...more });
    expect(outcome, server.said()).toMatchObject({ kind: 'done' });
  });
});
