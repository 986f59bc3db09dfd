import { createECDH } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createPushService } from '../../plugins/web-push/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const keyPair = (fill: number) => {
  const made = createECDH('prime256v1');
  made.setPrivateKey(Buffer.alloc(32, fill));
  return { publicKey: made.getPublicKey('base64url'), privateKey: made.getPrivateKey('base64url') };
};
const vapid = keyPair(7);
const browser = keyPair(9);

const files = {
  'journeys/back.json': {
    key: 'back',
    name: 'Back in stock',
    stage: 'service',
    entry: { on: 'Back In Stock', again: 'always' },
    steps: [{ id: 'tell', type: 'send', channel: 'push', message: 'back' }],
  },
  'messages/back/message.json': {
    channel: 'push',
    class: 'marketing',
    topic: 'offers',
    subject: { en: 'Back in stock' },
    sample: {},
  },
  'messages/back/body.hbs': 'The tray is back.\n{{links.unsubscribe}}',
};

describe('web push on several devices', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  let service: Awaited<ReturnType<typeof createPushService>>;
  beforeAll(async () => {
    service = await createPushService();
    const config = {
      publicKey: vapid.publicKey,
      privateKey: { env: 'CICLO_PLUGIN_PUSH_KEY' },
      contact: 'mailto:ops@shop.example',
      hosts: [new URL(service.url).host],
    };
    const settings = {
      caps: [{ max: 1, within: '7 days' }],
      plugins: { push: { use: 'web-push', config } },
    };
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_PUSH_KEY: vapid.privateKey },
      files: (tenant) => shopFiles({ tenant, files, settings }),
    });
    admin = adminClient(engine);
  });
  afterAll(async () => {
    await engine.close();
    await service.close();
  });

  const subscriptionOf = (name: string) => ({
    endpoint: `${service.url}/push/${name}`,
    expirationTime: null,
    keys: { p256dh: browser.publicKey, auth: Buffer.alloc(16, 1).toString('base64url') },
  });
  /** What the page does, with the public key. */
  const fromPage = async (event: string, anonymousId: string, properties: unknown) => {
    const answer = await engine.request('/v1/track', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${engine.keys.public}:`).toString('base64')}`,
      },
      body: JSON.stringify({ event, anonymousId, properties }),
    });
    await engine.comeToRest(engine.tenant);
    return Object(await answer.json());
  };
  const personOf = async (anonymousId: string) => {
    const [profile = expect.fail(anonymousId)] = await engine.opened.stores.profiles.withIds({
      tenant: engine.tenant,
      ids: [`anon:${anonymousId}`],
    });
    return profile;
  };
  const devicesOf = async (anonymousId: string) =>
    Object((await admin.call('GET', `/api/profiles/${(await personOf(anonymousId)).id}`)).body).profile
      .pushDevices;
  const messagesOf = async (anonymousId: string) => {
    const { id } = await personOf(anonymousId);
    return Object((await admin.call('GET', `/api/messages?profile=${id}`)).body).messages;
  };
  const back = (anonymousId: string) => engine.send({ name: 'Back In Stock', anonymousId });

  it('a message goes to each browser that a person gave, counts once, and a browser that is gone is forgotten', async () => {
    for (const name of ['phone', 'laptop', '410'])
      expect(await fromPage('Push Subscribed', 'ana', subscriptionOf(name))).toMatchObject({ accepted: 1 });
    expect(await devicesOf('ana')).toHaveLength(3);
    await back('ana');
    expect(service.received).toHaveLength(2);
    const [message] = await messagesOf('ana');
    expect(message).toMatchObject({ status: 'accepted', channel: 'push' });
    const outcomes = Array.from(message.devices, (one) => Object(one).outcome);
    expect(outcomes.toSorted()).toEqual(['gone', 'sent', 'sent']);
    expect(await devicesOf('ana')).toHaveLength(2);
    expect((await personOf('ana')).pressure).toHaveLength(1);
    expect((await admin.call('GET', '/api/suppressions')).body).toMatchObject({ suppressions: [] });
    // The second within a week exceeds the cap, however many devices there are.
    await back('ana');
    expect(service.received).toHaveLength(2);
  });

  it('a browser takes its subscription back, and answers show no key of it', async () => {
    await fromPage('Push Subscribed', 'ben', subscriptionOf('tablet'));
    const [device] = await devicesOf('ben');
    expect(device).toEqual({
      id: expect.any(String),
      service: new URL(service.url).host,
      since: expect.any(String),
      lastSeenAt: expect.any(String),
    });
    await fromPage('Push Unsubscribed', 'ben', { endpoint: subscriptionOf('tablet').endpoint });
    expect(await devicesOf('ben')).toEqual([]);
  });

  it('a page that gives its subscription at each visit says yes once', async () => {
    for (let visit = 0; visit < 3; visit += 1)
      await fromPage('Push Subscribed', 'max', subscriptionOf('desk'));
    expect(await devicesOf('max')).toHaveLength(1);
    const { id } = await personOf('max');
    const { body } = await admin.call('GET', `/api/profiles/${id}/consents`);
    expect(body).toMatchObject({
      consents: [{ channel: 'push', topic: '*', status: 'granted', source: 'browser' }],
    });
  });

  it('a browser is of the person who gave it last', async () => {
    await fromPage('Push Subscribed', 'eva', subscriptionOf('shared'));
    await fromPage('Push Subscribed', 'leo', subscriptionOf('shared'));
    expect(await devicesOf('eva')).toEqual([]);
    expect(await devicesOf('leo')).toHaveLength(1);
  });

  it('what is no subscription is refused with what to send', async () => {
    const answer = await fromPage('Push Subscribed', 'kim', { endpoint: 'nowhere' });
    expect(answer).toMatchObject({ accepted: 0, rejected: [{ code: 'not-a-subscription' }] });
  });

  it('an erasure deletes them', async () => {
    await fromPage('Push Subscribed', 'zoe', subscriptionOf('zoes'));
    const { id } = await personOf('zoe');
    await admin.call('DELETE', `/api/profiles/${id}`);
    await engine.comeToRest(engine.tenant);
    const { tenant } = engine;
    expect(await engine.opened.stores.profiles.get({ tenant, profileId: id })).toBeUndefined();
    await fromPage('Push Subscribed', 'new', subscriptionOf('zoes'));
    expect(await devicesOf('new')).toHaveLength(1);
  });
});
