import type { WebhookRequest } from '../../plugins/contract.ts';
import type { TestedEngine } from './engine-verbs.ts';
import { startMemoryEngine } from './memory-engine.ts';
import { shopFiles } from './shop.ts';

/** A journey for anyone who leaves a checkout: after two hours a code that is made in the shop, too, and a mail with it. */
export const winBackFiles = {
  'journeys/win-back.json': {
    key: 'win-back',
    name: 'Win back',
    stage: 'retention',
    entry: { on: 'Checkout Started', key: '$.properties.checkout_id' },
    exit: [{ on: 'Order Completed', outcome: 'bought', match: '$.properties.checkout_id' }],
    steps: [
      { id: 'pause', type: 'wait', for: '2 hours' },
      { id: 'coupon', type: 'offer', offer: 'back' },
      {
        id: 'in-shop',
        type: 'action',
        plugin: 'shop',
        action: 'create-coupon',
        input: {
          code: '{{steps.coupon.code}}',
          kind: '{{steps.coupon.kind}}',
          value: '{{steps.coupon.value}}',
          currency: '{{steps.coupon.currency}}',
          expiresAt: '{{steps.coupon.expiresAt}}',
        },
      },
      { id: 'mail', type: 'send', channel: 'email', message: 'code' },
    ],
  },
  'offers/back.json': {
    key: 'back',
    name: 'Come back',
    kind: 'percentage',
    value: 10,
    code: { pattern: 'BACK-########' },
    expires: { after: '7 days' },
    limits: { perPerson: 5 },
  },
  'messages/code/message.json': {
    name: 'A code',
    channel: 'email',
    class: 'transactional',
    topic: 'orders',
    subject: { en: 'Your code is {{steps.coupon.code}}' },
    sample: { steps: { coupon: { code: 'BACK-1' } } },
  },
  'messages/code/body.mjml':
    '<mjml><mj-body><mj-section><mj-column><mj-text>{{steps.coupon.code}}</mj-text></mj-column></mj-section></mj-body></mjml>',
};

/** An engine in memory with one shop, the instance `shop`, and the journey above. */
export const startStorefront = async (input: {
  use: string;
  config: object;
  env: Readonly<Record<string, string>>;
  start?: number;
}): Promise<
  TestedEngine & {
    /** Posts a webhook of the shop, and waits until everything that comes of it is done. */
    readonly hook: (request: WebhookRequest) => Promise<number>;
    /** The order that used a code. */
    readonly usedBy: (code: string) => Promise<string | undefined>;
  }
> => {
  const plugins = {
    mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
    shop: { use: input.use, config: input.config },
  };
  const engine = await startMemoryEngine({
    env: input.env,
    ...(input.start === undefined ? {} : { start: input.start }),
    files: (tenant) => shopFiles({ tenant, files: winBackFiles, settings: { plugins } }),
  });
  return {
    ...engine,
    hook: async ({ headers, rawBody }) => {
      const answer = await engine.request(`/webhooks/${engine.tenant}/shop`, {
        method: 'POST',
        headers: { ...headers },
        body: Buffer.from(rawBody),
      });
      await engine.comeToRest(engine.tenant);
      return answer.status;
    },
    usedBy: async (code) => {
      const [coupon] = await engine.opened.stores.offers.find({ tenant: engine.tenant, code });
      return coupon?.orderId;
    },
  };
};
