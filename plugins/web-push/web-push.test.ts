import { createECDH } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction } from '../testing.ts';
import { type Browser, claimsOf, createPushService, decrypt } from './fake.ts';
import { webPushPlugin } from './web-push.ts';

/** RFC 8291, appendix A. */
const example: Browser = {
  privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};

const vapid = createECDH('prime256v1');
vapid.setPrivateKey(Buffer.alloc(32, 7));
const publicKey = vapid.getPublicKey('base64url');

describe('web push', () => {
  let service: Awaited<ReturnType<typeof createPushService>>;
  beforeEach(async () => {
    service = await createPushService();
  });
  afterEach(() => service.close());

  const subscribed = (id: string, more: object = {}): string =>
    JSON.stringify({
      endpoint: `${service.url}/push/${id}`,
      expirationTime: null,
      keys: { p256dh: example.publicKey, auth: example.auth },
      ...more,
    });
  const send = (to: string, privateKey = vapid.getPrivateKey('base64url')) =>
    callAction({
      plugin: webPushPlugin,
      config: {
        publicKey,
        privateKey: { env: 'KEY' },
        contact: 'mailto:ops@shop.example',
        hosts: [new URL(service.url).host],
      },
      secrets: { KEY: privateKey },
      action: 'send',
      input: { to, subject: 'Back in stock', text: 'The oak tray is back.\nhttps://shop.example/tray' },
    });

  test('the browser of these tests reads the example of RFC 8291', () => {
    const body = Buffer.from(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
      'base64url',
    );
    expect(decrypt({ browser: example, body })).toBe('When I grow up, I want to be a watermelon');
  });

  test('a notification is read by the browser alone, and signed with the key that the page subscribed with', async () => {
    expect(await send(subscribed('1'))).toMatchObject({ kind: 'done', providerId: '/message/1' });
    const [got] = service.received;
    const body = got?.body ?? expect.fail('nothing came');
    expect(JSON.parse(decrypt({ browser: example, body }))).toEqual({
      id: expect.any(String),
      title: 'Back in stock',
      text: 'The oak tray is back.',
      url: 'https://shop.example/tray',
    });
    expect(Buffer.from(body).toString('latin1')).not.toContain('oak');
    expect(got?.headers).toMatchObject({
      ttl: '86400',
      'content-encoding': 'aes128gcm',
      topic: expect.any(String),
    });
    const authorization = got?.headers['authorization'] ?? '';
    expect(authorization).toContain(`k=${publicKey}`);
    expect(claimsOf(authorization)).toMatchObject({ aud: service.url, sub: 'mailto:ops@shop.example' });
  });

  test('a subscription that has ended is suppressed; a service that has had enough is asked later', async () => {
    expect(await send(subscribed('410'))).toMatchObject({
      kind: 'rejected',
      code: 'gone',
      recipientBlocked: true,
    });
    expect(await send(subscribed('429'))).toMatchObject({ kind: 'retry', afterMs: 3_000 });
  });

  test('what is no subscription is refused, and a host that is no push service is not called', async () => {
    for (const to of ['token', '{}', subscribed('1', { keys: { p256dh: 'x', auth: 'y' } })]) {
      expect(await send(to)).toMatchObject({ kind: 'rejected', code: 'invalid-recipient' });
    }
    const elsewhere = subscribed('1', { endpoint: 'http://169.254.169.254/latest' });
    expect(await send(elsewhere)).not.toMatchObject({ kind: 'done' });
    expect(service.received).toEqual([]);
  });

  test('a private key that is none delays notifications and loses none', async () => {
    expect(await send(subscribed('1'), 'not-a-key')).toMatchObject({ kind: 'retry', code: 'auth-failed' });
  });
});
