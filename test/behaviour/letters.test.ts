import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createLobFake, signedByLob } from '../../plugins/lob/fake.ts';
import { letterEvent, type letterEvents } from '../../plugins/lob/fixtures.ts';
import { postmarkRecord } from '../../plugins/postmark/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const env = {
  CICLO_PLUGIN_LOB_KEY: 'test_key-of-lob',
  CICLO_PLUGIN_LOB_WEBHOOK: 'secret-of-lob',
  CICLO_PLUGIN_POSTMARK_TOKEN: 'token-of-postmark',
  CICLO_PLUGIN_POSTMARK_WEBHOOK: 'password-of-postmark',
};

const files = {
  'journeys/win-back.json': {
    key: 'win-back',
    name: 'Win back',
    stage: 'retention',
    entry: { on: 'Lapsed', again: 'always' },
    steps: [
      {
        id: 'ask',
        type: 'send',
        channel: 'email',
        message: 'come-back',
        messages: { post: 'come-back-letter' },
        fallback: ['post'],
      },
    ],
  },
  'journeys/card.json': {
    key: 'card',
    name: 'Welcome card',
    stage: 'acquisition',
    entry: { on: 'Card Wanted', again: 'always' },
    steps: [{ id: 'card', type: 'send', channel: 'post', message: 'come-back-letter' }],
  },
  'messages/come-back/message.json': {
    channel: 'email',
    class: 'transactional',
    topic: 'orders',
    subject: { en: 'Come back' },
  },
  'messages/come-back/body.mjml':
    '<mjml><mj-body><mj-section><mj-column><mj-text>Come back.</mj-text></mj-column></mj-section></mj-body></mjml>',
  'messages/come-back-letter/message.json': {
    channel: 'post',
    class: 'marketing',
    topic: 'offers',
    page: { size: 'us-letter' },
    sample: { profile: { traits: { firstName: 'Ana' } } },
  },
  'messages/come-back-letter/body.hbs':
    '<p>Dear {{fallback profile.traits.firstName "friend"}},</p>\n<p>Come back: <a href="https://shop.example/back">shop.example/back</a></p>',
};

const street = '210 King St';
const address = { street, city: 'San Francisco', state: 'CA', postalCode: '94107', country: 'US' };

describe('letters', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  let lob: Awaited<ReturnType<typeof createLobFake>>;
  beforeAll(async () => {
    lob = await createLobFake(env.CICLO_PLUGIN_LOB_KEY, 0);
    const from = { name: 'Shop', line1: '1 Main St', city: 'Austin', state: 'TX', zip: '78701' };
    const plugins = {
      mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
      letters: {
        use: 'lob',
        config: {
          url: lob.url,
          apiKey: { env: 'CICLO_PLUGIN_LOB_KEY' },
          webhookSecret: { env: 'CICLO_PLUGIN_LOB_WEBHOOK' },
          from,
        },
      },
      reports: {
        use: 'postmark',
        config: {
          serverToken: { env: 'CICLO_PLUGIN_POSTMARK_TOKEN' },
          webhook: { user: 'postmark', password: { env: 'CICLO_PLUGIN_POSTMARK_WEBHOOK' } },
        },
      },
    };
    engine = await startMemoryEngine({
      env,
      files: (tenant) =>
        shopFiles({
          tenant,
          files,
          // Nobody is disturbed by a letter at any hour.
          settings: { plugins, quietHours: [{ from: '00:00', to: '23:59' }] },
        }),
    });
    admin = adminClient(engine);
  });
  afterAll(async () => {
    await engine.close();
    await lob.close();
  });

  const customer = async (userId: string, place: unknown = address) => {
    await engine.identify(userId, {
      email: `${userId}@example.com`,
      firstName: userId,
      lastName: 'Ruiz',
      address: JSON.parse(JSON.stringify(place)),
    });
    await engine.send({
      name: 'Consent Granted',
      userId,
      properties: { channel: 'post', topic: '*', source: 'checkout' },
    });
  };
  const messagesOf = async (userId: string): Promise<readonly Record<string, unknown>[]> => {
    const id = await engine.profileId(userId);
    const { messages } = Object((await admin.call('GET', `/api/messages?profile=${id}`)).body);
    return Array.from(messages, (one) => Object(one));
  };
  const letterOf = async (userId: string) =>
    (await messagesOf(userId)).find(({ channel }) => channel === 'post') ?? expect.fail(userId);
  const post = async (instance: string, request: ReturnType<typeof signedByLob>): Promise<number> => {
    const init = { method: 'POST', headers: { ...request.headers }, body: Buffer.from(request.rawBody) };
    const answer = await engine.request(`/webhooks/${engine.tenant}/${instance}`, init);
    await engine.comeToRest(engine.tenant);
    return answer.status;
  };
  const reported = async (type: (typeof letterEvents)[number], message: string): Promise<number> => {
    const letter = lob.letters.find(({ metadata }) => metadata['ciclo_message_id'] === message);
    const now = engine.engine.clock.systemTime();
    const at = new Date(now).toISOString();
    const body = Buffer.from(JSON.stringify(letterEvent(type, { letter: letter?.id ?? '', message, at })));
    return post('letters', signedByLob({ body, secret: env.CICLO_PLUGIN_LOB_WEBHOOK, now }));
  };
  const bounced = async (userId: string): Promise<void> => {
    const [mail = expect.fail(userId)] = await messagesOf(userId);
    const Email = `${userId}@example.com`;
    const record = {
      RecordType: 'Bounce',
      MessageID: userId,
      ID: 1,
      Type: 'HardBounce',
      Details: '550 5.1.1 no such user',
      Email,
      BouncedAt: new Date(engine.engine.clock.systemTime()),
      Metadata: { ciclo_message_id: mail['id'] },
    };
    const request = postmarkRecord({
      body: Buffer.from(JSON.stringify(record)),
      user: 'postmark',
      secret: env.CICLO_PLUGIN_POSTMARK_WEBHOOK,
    });
    expect(await post('reports', request)).toBe(200);
  };
  /** Asks for a card, and waits for its place among the letters of a second. */
  const wantsCard = async (userId: string): Promise<void> => {
    await engine.send({ name: 'Card Wanted', userId });
    await engine.days(1 / 86_400);
  };
  const eventsOf = async (userId: string): Promise<string> => {
    const id = await engine.profileId(userId);
    return JSON.stringify((await admin.call('GET', `/api/profiles/${id}/timeline`)).body);
  };
  const reasonsOf = async (userId: string) =>
    (
      await engine.opened.stores.decisionReads.decisions({
        tenant: engine.tenant,
        profileId: await engine.profileId(userId),
        limit: 50,
      })
    ).map((one) => JSON.stringify(one));

  it('an e-mail that bounces for good is followed by a letter, which goes at any hour and leads nowhere else', async () => {
    await customer('ana');
    await engine.send({ name: 'Lapsed', userId: 'ana' });
    expect(engine.mail.to('ana@example.com')).toHaveLength(1);
    expect(lob.letters).toHaveLength(0);
    await bounced('ana');
    expect(lob.letters).toHaveLength(1);
    expect(lob.bodies[0]).toMatchObject({
      to: { name: 'ana Ruiz', address_line1: street, address_state: 'CA' },
      use_type: 'marketing',
    });
    const { file } = Object(lob.bodies[0]);
    expect(file).toContain('<p>Dear ana,</p>');
    expect(file).toContain('href="https://shop.example/back"');
    expect(file).toContain('@page{size:8.5in 11in');
    expect(file).not.toContain('<img');
  });

  it('a report that it was delivered is on the person who got it', async () => {
    const letter = await letterOf('ana');
    expect(letter).toMatchObject({ status: 'accepted', message: 'come-back-letter' });
    expect(await reported('letter.in_transit', String(letter['id']))).toBe(200);
    expect(await reported('letter.delivered', String(letter['id']))).toBe(200);
    const events = await eventsOf('ana');
    expect(events).toContain('Message Delivered');
    expect(events).toContain('Message Sent');
  });

  it('a letter that comes back blocks its address in every spelling, and another address gets the next', async () => {
    await customer('ben');
    await wantsCard('ben');
    const before = lob.letters.length;
    expect(await reported('letter.returned_to_sender', String((await letterOf('ben'))['id']))).toBe(200);
    expect((await admin.call('GET', '/api/suppressions?channel=post')).body).toMatchObject({
      suppressions: [{ channel: 'post', reason: 'hard-bounce' }],
    });
    await customer('ben', { ...address, street: '210 KING ST.' });
    await wantsCard('ben');
    expect(lob.letters).toHaveLength(before);
    expect((await reasonsOf('ben')).some((one) => one.includes('suppressed'))).toBe(true);
    await customer('ben', { ...address, street: '7 Pine Ave' });
    await wantsCard('ben');
    expect(lob.letters).toHaveLength(before + 1);
  });

  it('an address that lacks a part gets no letter, and the ledger names the part', async () => {
    const before = lob.letters.length;
    await customer('eva', { street, city: 'San Francisco', country: 'US' });
    await wantsCard('eva');
    await customer('leo', null);
    await wantsCard('leo');
    expect(lob.letters).toHaveLength(before);
    expect((await reasonsOf('eva')).join()).toMatch(/address-not-valid.*"missing":\["region","postalCode"\]/);
    expect((await reasonsOf('leo')).join()).toContain('no-address');
  });

  it('a report of a message that there is not tells of nobody', async () => {
    const count = async () => Object((await admin.call('GET', '/api/profiles')).body).profiles.length;
    const people = await count();
    expect(await reported('letter.delivered', 'no-such-message')).toBe(200);
    expect(await count()).toBe(people);
  });

  it('an address where nothing arrives is blocked at once', async () => {
    await customer('max', { ...address, street: 'Nowhere 1' });
    await wantsCard('max');
    expect(await letterOf('max')).toMatchObject({ status: 'rejected', reason: 'undeliverable-address' });
    expect(JSON.stringify((await admin.call('GET', '/api/suppressions?channel=post')).body)).toContain(
      'undeliverable-address',
    );
  });

  it('the address of somebody who was erased is known no longer', async () => {
    await customer('zoe', { ...address, street: '9 Oak Rd' });
    await wantsCard('zoe');
    const letter = await letterOf('zoe');
    const id = await engine.profileId('zoe');
    await admin.call('DELETE', `/api/profiles/${id}`);
    await engine.comeToRest(engine.tenant);
    expect(await reported('letter.delivered', String(letter['id']))).toBe(200);
    expect(await engine.opened.stores.profiles.get({ tenant: engine.tenant, profileId: id })).toBeUndefined();
  });

  it('the preview is the page that is printed, with the address that stands on it', async () => {
    const id = await engine.profileId('ana');
    const key = 'come-back-letter';
    const { body } = await admin.call('GET', `/api/templates/${key}/preview?profile=${id}`);
    expect(body).toMatchObject({
      outcome: 'shown',
      to: `ana Ruiz, ${street}, 94107 San Francisco CA, US`,
      text: expect.stringContaining('Dear ana,'),
    });
    expect(Object(body).html).toContain('@page :first{margin-top:3.5in}');
  });
});
