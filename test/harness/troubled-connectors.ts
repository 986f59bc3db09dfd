import { createResendFake } from '../../plugins/resend/fake.ts';
import { createSendgridFake } from '../../plugins/sendgrid/fake.ts';
import { createStripeFake } from '../../plugins/stripe/fake.ts';
import { exampleMail } from '../../plugins/testing.ts';
import type { RunningProvider } from '../../plugins/testing/subject.ts';
import { createTwilioFake } from '../../plugins/twilio/fake.ts';
import { createWhatsappFake } from '../../plugins/whatsapp/fake.ts';
import { createWooFake } from '../../plugins/woocommerce/fake.ts';

/** A connector whose provider has trouble: its stand-in, an instance that speaks to it, and a call that does one thing for one person. */
export type TroubledConnector = {
  readonly use: string;
  readonly start: () => Promise<RunningProvider>;
  readonly config: (url: string) => object;
  readonly action: string;
  readonly input: object;
};

/** The key of every one of them. */
const key = 'key-of-tests';
const env = { env: 'CICLO_PLUGIN_TROUBLED' };
export const troubledEnv = { [env.env]: key };

const mail = { ...exampleMail, messageId: '<{{profile.traits.code}}@shop.example>' };
const coupon = {
  code: '{{profile.traits.code}}',
  kind: 'amount',
  value: '5',
  currency: 'EUR',
  expiresAt: '2026-12-31T22:59:59Z',
};
const text = 'Your order is on its way.';
const accountSid = 'AC00000000000000000000000000000000';

const mails: readonly TroubledConnector[] = [
  {
    use: 'sendgrid',
    start: () => createSendgridFake(key),
    config: (url) => ({ url, apiKey: env }),
    action: 'send',
    input: mail,
  },
  {
    use: 'resend',
    start: () => createResendFake(key),
    config: (url) => ({ url, apiKey: env }),
    action: 'send',
    input: mail,
  },
];

const chats: readonly TroubledConnector[] = [
  {
    use: 'twilio',
    start: () => createTwilioFake({ accountSid, authToken: key }),
    config: (url) => ({
      url,
      accountSid,
      authToken: env,
      from: '+15005550006',
      webhookUrl: 'https://ciclo.example/webhooks/shop/sms',
    }),
    action: 'send',
    input: { to: '+34600111222', text },
  },
  {
    use: 'whatsapp',
    start: () => createWhatsappFake(key),
    config: (url) => ({ url, token: env, phoneNumberId: '106540352242922' }),
    action: 'send',
    input: { to: '+34600111222', text },
  },
];

const shops: readonly TroubledConnector[] = [
  {
    use: 'stripe',
    start: () => createStripeFake(key),
    config: (url) => ({ url, apiKey: env }),
    action: 'create-coupon',
    input: coupon,
  },
  {
    use: 'woocommerce',
    start: () => createWooFake({ key, secret: key }),
    config: (url) => ({ url, secrets: env, key: env, secret: env, currency: 'EUR', everyMinutes: 1440 }),
    action: 'create-coupon',
    input: coupon,
  },
];

/** Mails, messages and coupons: of each kind one that knows keys and one that does not. */
export const troubledConnectors: readonly TroubledConnector[] = [...mails, ...chats, ...shops];
