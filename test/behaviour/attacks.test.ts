import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hashId } from '../../domain/hash.ts';
import { codeFor } from '../../domain/offers/code.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { giftFiles, giftSteps } from '../harness/gift-files.ts';
import { shopFiles } from '../harness/shop.ts';
import { attackOn, track } from './attack-cases/attack.ts';
import { consentAttacks } from './attack-cases/consents.ts';
import { farmingAttacks } from './attack-cases/farming.ts';
import { identityAttacks } from './attack-cases/identities.ts';
import { keyAttacks } from './attack-cases/keys.ts';
import { mailAttacks } from './attack-cases/mails.ts';
import { orderAttacks } from './attack-cases/orders.ts';
import { provenAttacks } from './attack-cases/proven.ts';
import { requestAttacks } from './attack-cases/requests.ts';

const shop = 'casa-verde.myshopify.com';
const shopSecret = 'the secret of the shop';

const files = {
  'journeys/cart.json': {
    key: 'cart',
    name: 'Cart',
    stage: 'acquisition',
    entry: { on: 'Checkout Started', again: 'always' },
    steps: giftSteps,
  },
  ...giftFiles,
  'journeys/receipt.json': {
    key: 'receipt',
    name: 'Receipt',
    stage: 'service',
    entry: {
      on: 'Order Completed',
      again: 'always',
      key: '$.properties.order_id',
      where: { all: [{ fact: 'event', path: '$.context.topic', operator: 'equal', value: 'orders/create' }] },
    },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'order-thanks' }],
  },
};

describe('what somebody can do who reads the key in a page', () => {
  let engine: TestedEngine;
  const lines: string[] = [];

  const attack = attackOn(() => engine);
  const { send, profileOf } = attack;

  beforeAll(async () => {
    engine = await startMemoryEngine({
      env: { SHOPIFY_WEBHOOK_SECRET: shopSecret },
      logLevel: 'debug',
      onLog: (line) => lines.push(line),
      files: (tenant) =>
        shopFiles({
          tenant,
          files,
          settings: {
            plugins: {
              mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
              shopify: { use: 'shopify', config: { secrets: [{ env: 'SHOPIFY_WEBHOOK_SECRET' }] } },
            },
          },
        }),
    });
    await engine.customer('ana');
    await engine.customer('ben');
  });
  afterAll(async () => {
    await engine.close();
  });

  it('cannot end the process, or open the consent of everybody, by a channel called __proto__', async () => {
    const properties = { channel: '__proto__', topic: 'state' };
    expect(await send([track('Consent Granted', { properties })])).toEqual({
      accepted: 0,
      codes: ['reserved-name'],
    });
    // Also a server that repeats what it was told does no harm.
    const given = { type: 'track', event: 'Consent Granted', userId: 'cleo', anonymousId: 'c1', properties };
    await send([given, { ...given, userId: undefined }], engine.keys.write);
    await send([{ type: 'identify', userId: 'cleo', anonymousId: 'c1' }], engine.keys.write);
    expect((await fetch(`${engine.url}/healthz`)).status).toBe(200);
    expect(Object.hasOwn(Object.prototype, 'state')).toBe(false);
  });

  it('cannot lead the mail of a customer to another address', async () => {
    const traits = { email: 'attacker@evil.test', phone: '+34600000000', firstName: 'Eve' };
    await send([
      { type: 'identify', userId: 'ana', anonymousId: 'visitor', traits },
      { type: 'identify', anonymousId: 'visitor', traits: { email: 'ana@example.com' } },
      track('Product Viewed', { userId: 'ana', context: { traits: { email: 'ana@example.com' } } }),
    ]);
    expect((await profileOf('user:ana'))?.traits).toMatchObject({
      email: 'ana@example.com',
      firstName: 'Ana',
    });
    expect((await profileOf('user:ana'))?.ids).not.toContain('anon:visitor');
    const visitor = await profileOf('anon:visitor');
    expect(visitor?.ids).toEqual(['anon:visitor']);
    expect(visitor?.traits['email']).toBeUndefined();
    await engine.track('ana', 'Order Completed', { order_id: 'a-1', revenue: 20 });
    await expect.poll(() => engine.subjects('ana@example.com').length).toBe(1);
    expect(engine.mail.mails.filter((mail) => JSON.stringify(mail.to).includes('evil'))).toEqual([]);
  });

  it('cannot have anybody written to by traits that nobody proved', async () => {
    const traits = { email: 'victim@example.com', unverified: { email: 'victim@example.com' } };
    const anonymousId = 'spammer';
    expect(
      await send([
        { type: 'identify', anonymousId, traits },
        { type: 'identify', anonymousId, context: { traits } },
        track('Checkout Started', { anonymousId, context: { traits }, properties: traits }),
      ]),
    ).toEqual({ accepted: 3, codes: [] });
    await engine.comeToRest(engine.tenant);
    const { id: profileId = '' } = (await profileOf('anon:spammer')) ?? {};
    const { tenant } = engine;
    const runs = await engine.opened.stores.runReads.runs({ tenant, profileId, limit: 10 });
    expect(runs.map(({ journey }) => journey)).toEqual(['cart']);
    expect(engine.mail.to('victim@example.com')).toEqual([]);
  });

  it('cannot use up the budget of an offer with people that were made up', async () => {
    const { tenant, opened } = engine;
    const made = Array.from({ length: 53 }, (_, n) => ({ anonymousId: `made-up-${n}` }));
    const { accepted } = await send([
      ...made.map((who, n) => ({ type: 'identify', ...who, traits: { email: `p${n}@example.com` } })),
      ...made.map((who) => track('Checkout Started', who)),
    ]);
    expect(accepted).toBe(106);
    await engine.comeToRest(tenant);
    const spent = () => opened.stores.dryRunReads.spent({ tenant, offer: 'ten' });
    expect((await spent()).count).toBe(0);
    await engine.track('ben', 'Checkout Started');
    await engine.comeToRest(tenant);
    expect((await spent()).count).toBe(1);
  });

  it('cannot compute the code of a coupon or of a recommendation from the ids in a mail', async () => {
    const { tenant, opened } = engine;
    const ben = await profileOf('user:ben');
    const profileId = ben?.id ?? '';
    const runs = await opened.stores.runReads.runs({ tenant, profileId, limit: 10 });
    const issueKey = hashId(runs.find(({ journey }) => journey === 'cart')?.id ?? '', 'gift', 1);
    const coupon = await opened.stores.offers.issued({ tenant, issueKey });
    expect(coupon?.code).toMatch(/^TEN-.{8}$/);
    const seeds = Array.from({ length: 20 }, (_, n) => [issueKey, `${issueKey}:${n}`]).flat();
    const computed = seeds.map((seed) => codeFor({ pattern: 'TEN-########', seed }));
    expect(computed).not.toContain(coupon?.code);
    const ids = [['referral', tenant, profileId], [tenant, profileId], [profileId]];
    const codes = ids.map((parts) => codeFor({ pattern: 'FRIEND-########', seed: JSON.stringify(parts) }));
    expect(ben?.referralCode).toMatch(/^FRIEND-.{8}$/);
    expect(codes).not.toContain(ben?.referralCode);
  });

  it('cannot make two customers one', async () => {
    expect(
      await send([
        { type: 'alias', userId: 'ana', previousId: 'ben' },
        { type: 'alias', userId: 'ana', previousId: 'visitor', anonymousId: 'visitor' },
        { type: 'identify', userId: 'ana', anonymousId: 'visitor', userHash: 'a'.repeat(64) },
      ]),
    ).toEqual({ accepted: 0, codes: ['not-public', 'not-public', 'bad-proof'] });
    expect(await engine.profileId('ana')).not.toBe(await engine.profileId('ben'));
  });

  orderAttacks(attack, { secret: shopSecret, shop });
  identityAttacks(attack);
  keyAttacks(attack);
  consentAttacks(attack);
  provenAttacks(attack);
  farmingAttacks(attack);
  mailAttacks(attack);
  requestAttacks(attack, { secret: shopSecret, shop });

  it('and the log of all of it holds no key, no address and no token of a link', () => {
    const log = lines.join('');
    expect(lines.length).toBeGreaterThan(20);
    const { keys } = engine;
    const tokens = engine.mail.mails.flatMap((mail) =>
      [...String(mail.html).matchAll(/\/[cvpuo]\/([\w.-]{20,})/g)].map(([, token = '']) => token),
    );
    expect(tokens.length).toBeGreaterThan(10);
    for (const text of [keys.public, keys.write, keys.api, shopSecret, ...tokens]) {
      expect(log).not.toContain(text);
    }
    expect(log.match(/[\w.+-]+@(?:example\.com|mail\.test|else\.test|shop\.test|evil\.test)/g) ?? []).toEqual(
      [],
    );
  });
});
