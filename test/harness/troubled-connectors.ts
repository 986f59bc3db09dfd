import { createECDH } from 'node:crypto';

import { createRestFake } from '../../plugins/rest/fake.ts';
import { createResendFake } from '../../plugins/resend/fake.ts';
import { createSendgridFake } from '../../plugins/sendgrid/fake.ts';
import { createStripeFake } from '../../plugins/stripe/fake.ts';
import { exampleMail } from '../../plugins/testing.ts';
import type { RunningProvider } from '../../plugins/testing/subject.ts';
import { createTwilioFake } from '../../plugins/twilio/fake.ts';
import { createPushService } from '../../plugins/web-push/fake.ts';
import { createWhatsappFake } from '../../plugins/whatsapp/fake.ts';
import { createWooFake } from '../../plugins/woocommerce/fake.ts';

/** A connector whose provider has trouble: its stand-in, an instance that speaks to it, and a call at its address that does one thing for one person. */
export type TroubledConnector = {
  readonly use: string;
  readonly start: () => Promise<RunningProvider>;
  readonly config: (url: string) => object;
  readonly action: string;
  readonly input: (url: string) => object;
};

/** The keys of VAPID of the instance, whose private one is the key of every one of them: 32 bytes that are all 7. */
const vapid = createECDH('prime256v1');
vapid.setPrivateKey(Buffer.alloc(32, 7));
export const troubledKey = vapid.getPrivateKey('base64url');
export const troubledVariable = { env: 'CICLO_PLUGIN_TROUBLED' };
export const troubledEnv = { [troubledVariable.env]: troubledKey };
const [key, env] = [troubledKey, troubledVariable];

const mail = { ...exampleMail, messageId: '<{{profile.traits.code}}@shop.example>' };
const coupon = {
  code: '{{profile.traits.code}}',
  kind: 'amount',
  value: '5',
  currency: 'EUR',
  expiresAt: '2026-12-31T22:59:59Z',
};
/** The keys of a browser: those of the example of RFC 8291. */
const browser = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
const text = 'Your order is on its way.';
const accountSid = 'AC00000000000000000000000000000000';

const mails: readonly TroubledConnector[] = [
  {
    use: 'sendgrid',
    start: () => createSendgridFake(key),
    config: (url) => ({ url, apiKey: env }),
    action: 'send',
    input: () => mail,
  },
  {
    use: 'resend',
    start: () => createResendFake(key),
    config: (url) => ({ url, apiKey: env }),
    action: 'send',
    input: () => mail,
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
    input: () => ({ to: '+34600111222', text }),
  },
  {
    use: 'whatsapp',
    start: () => createWhatsappFake(key),
    config: (url) => ({ url, token: env, phoneNumberId: '106540352242922' }),
    action: 'send',
    input: () => ({ to: '+34600111222', text }),
  },
];

const shops: readonly TroubledConnector[] = [
  {
    use: 'stripe',
    start: () => createStripeFake(key),
    config: (url) => ({ url, apiKey: env }),
    action: 'create-coupon',
    input: () => coupon,
  },
  {
    use: 'woocommerce',
    start: () => createWooFake({ key, secret: key }),
    config: (url) => ({ url, secrets: env, key: env, secret: env, currency: 'EUR', everyMinutes: 1440 }),
    action: 'create-coupon',
    input: () => coupon,
  },
];

const others: readonly TroubledConnector[] = [
  {
    use: 'web-push',
    start: createPushService,
    config: (url) => ({
      publicKey: vapid.getPublicKey('base64url'),
      privateKey: env,
      contact: 'mailto:ops@shop.example',
      hosts: [new URL(url).host],
    }),
    action: 'send',
    input: (url) => ({ to: JSON.stringify({ endpoint: `${url}/push/1`, keys: browser }), text }),
  },
  {
    use: 'rest',
    start: () => createRestFake(key),
    config: (url) => ({
      url: `${url}/api`,
      auth: { by: 'header', name: 'X-Key', value: env },
      calls: {
        'new-note': {
          does: 'create',
          path: '/notes',
          method: 'POST',
          body: { text: '{{text}}', reference: '{{key}}' },
          find: { path: '/notes', query: { reference: '{{key}}' }, row: 'items.0' },
        },
      },
    }),
    action: 'create',
    input: () => ({ call: 'new-note', with: { text } }),
  },
];

/** Mails, messages and coupons: of each kind one that knows keys and one that does not; notifications in browsers; a service that is mapped in the config. */
export const troubledConnectors: readonly TroubledConnector[] = [...mails, ...chats, ...shops, ...others];
