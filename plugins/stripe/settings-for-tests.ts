/** Secrets of an account that there is not. */
export const secrets = {
  STRIPE_WEBHOOK: 'whsec_canary_stripe_1',
  STRIPE_NEXT: 'whsec_canary_stripe_2',
  STRIPE_KEY: 'rk_canary_stripe_key',
};
/** The settings of an instance that sends to `url`. */
export const config = (url: string) => ({
  webhookSecrets: [{ env: 'STRIPE_WEBHOOK' }, { env: 'STRIPE_NEXT' }],
  apiKey: { env: 'STRIPE_KEY' },
  orders: true,
  ...(url === '' ? {} : { url }),
});

/** A code of five euros. */
export const coupon = {
  code: 'BACK-7GHK',
  kind: 'amount',
  value: '5',
  currency: 'EUR',
  minOrder: 20,
  expiresAt: '2026-12-31T00:00:00Z',
};
