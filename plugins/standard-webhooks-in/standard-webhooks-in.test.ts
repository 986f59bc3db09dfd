import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { at, createHarness } from '../testing/harness.ts';
import { conformance } from '../testing.ts';
import { eventNames } from './event-names.ts';
import { signStandard } from './fake.ts';
import { standardWebhooksInPlugin } from './standard-webhooks-in.ts';

const secret = `whsec_${Buffer.from('canary-standard-secret-one').toString('base64')}`;
const next = `whsec_${Buffer.from('canary-standard-secret-two').toString('base64')}`;
const timestamp = '2026-03-01T11:59:00Z';
const config = { secrets: [{ env: 'SW_SECRET' }, { env: 'SW_NEXT' }] };

conformance({
  plugin: standardWebhooksInPlugin,
  secrets: { SW_SECRET: secret, SW_NEXT: next },
  config: () => config,
  webhooks: {
    main: {
      sign: signStandard,
      required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
      signsTime: true,
      secretNames: ['SW_SECRET', 'SW_NEXT'],
      examples: [
        {
          name: 'an order',
          body: {
            type: 'order.placed',
            timestamp,
            data: { userId: 42, email: 'ada@example.com', order_id: '7', total: 12.5, currency: 'EUR' },
          },
          events: [
            {
              type: 'track',
              event: 'Order Completed',
              userId: '42',
              externalIds: [{ kind: 'email', value: 'ada@example.com' }],
              timestamp,
              properties: { order_id: '7', total: 12.5, currency: 'EUR' },
            },
          ],
        },
        {
          name: 'a new customer',
          body: {
            type: 'customer.created',
            timestamp,
            data: { userId: 'u1', email: 'ada@example.com', firstName: 'Ada' },
          },
          events: [
            { type: 'identify', userId: 'u1', traits: { email: 'ada@example.com', firstName: 'Ada' } },
            { type: 'track', event: 'Customer Created', userId: 'u1' },
          ],
        },
        {
          name: 'a consent given',
          body: {
            type: 'consent.changed',
            timestamp,
            data: { email: 'ada@example.com', granted: true, topic: 'offers', textVersion: 'form-3' },
          },
          events: [
            {
              type: 'track',
              event: 'Consent Granted',
              properties: { channel: 'email', topic: 'offers', source: 'webhook', textVersion: 'form-3' },
            },
          ],
        },
        {
          name: 'a consent taken back',
          body: {
            type: 'consent.changed',
            timestamp,
            data: { phone: '+34600000000', granted: false, channel: 'sms' },
          },
          events: [{ type: 'track', event: 'Consent Withdrawn', properties: { channel: 'sms', topic: '*' } }],
        },
        {
          name: 'a type of the sender’s own',
          body: { type: 'quote.requested', timestamp, data: { anonymousId: 'a1', rooms: 3, test: true } },
          events: [
            {
              type: 'track',
              event: 'quote.requested',
              anonymousId: 'a1',
              properties: { rooms: 3 },
              context: { test: true },
            },
          ],
        },
        {
          name: 'a message that somebody wrote',
          body: {
            type: 'message.received',
            timestamp,
            data: {
              id: 'm-1',
              channel: 'chat',
              from: { address: 'ada', name: 'Ada' },
              authenticated: true,
              text: 'Is it in stock?',
              thread: 't-1',
            },
          },
          events: [],
          messages: [
            {
              type: 'message',
              id: 'm-1',
              channel: 'chat',
              from: { address: 'ada', name: 'Ada' },
              authenticated: true,
              text: 'Is it in stock?',
              thread: 't-1',
            },
          ],
        },
        {
          name: 'a request to be forgotten',
          body: { type: 'privacy.erase_requested', timestamp, data: { email: 'ada@example.com' } },
          events: [{ type: 'track', event: 'Privacy Erase Requested' }],
        },
      ],
    },
  },
});

describe('beside the reference implementation', () => {
  const harness = createHarness({
    plugin: standardWebhooksInPlugin,
    config,
    secrets: { SW_SECRET: secret, SW_NEXT: next },
  });
  const body = JSON.stringify({ type: 'order.paid', timestamp, data: { userId: 'ñ', total: 1 } });
  const receive = (headers: Record<string, string>, now: number) =>
    harness.runtime.receive({
      ...at,
      request: {
        method: 'POST',
        path: '/',
        query: {},
        headers,
        rawBody: new TextEncoder().encode(body),
      },
      now,
    });
  const signed = (id: string, when: Date) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(when.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, when, body),
  });

  test('what it signs is verified here', () => {
    const now = new Date();
    expect(receive(signed('msg_1', now), now.getTime())).toMatchObject({
      kind: 'verified',
      dedupeKey: 'msg_1',
      topic: 'order.paid',
    });
  });

  test('what our sender signs it verifies', () => {
    const request = signStandard({
      body: new TextEncoder().encode(body),
      secret,
      now: Date.now(),
      id: 'msg_2',
    });
    expect(new Webhook(secret).verify(body, { ...request.headers })).toMatchObject({ type: 'order.paid' });
  });

  test('one right signature among several is enough; other versions do not count', () => {
    const now = new Date();
    const headers = signed('msg_3', now);
    const right = headers['webhook-signature'];
    const withSignature = (signature: string) =>
      receive({ ...headers, 'webhook-signature': signature }, now.getTime()).kind;
    expect(withSignature(`v1,AAAA v1a,BBBB ${right}`)).toBe('verified');
    expect(withSignature(right.replace('v1,', 'v2,'))).toBe('refused');
    expect(withSignature(right.replace('v1,', ''))).toBe('refused');
    expect(withSignature(`${right},x`)).toBe('refused');
  });
});

describe('payloads', () => {
  test.each([
    ['no type', { timestamp, data: { userId: 'u' } }],
    ['nobody whose name can be read', { type: 'a', timestamp, data: { userId: {}, email: null } }],
    ['no data', { type: 'a', timestamp }],
    ['nobody', { type: 'a', timestamp, data: { total: 1 } }],
    ['a consent that says neither yes nor no', { type: 'consent.changed', timestamp, data: { userId: 'u' } }],
  ])('with %s are malformed, and the sender is told what is missing', (_name, payload) => {
    const harness = createHarness({
      plugin: standardWebhooksInPlugin,
      config: { secrets: { env: 'S' } },
      secrets: { S: secret },
    });
    const now = Date.parse(timestamp);
    const body = new TextEncoder().encode(JSON.stringify(payload));
    const request = signStandard({ body, secret, now, id: 'msg' });
    const answer = harness.runtime.receive({ ...at, request, now });
    expect(answer).toMatchObject({ kind: 'refused', status: 400, code: 'malformed' });
  });

  const normalised = (payload: unknown) => {
    const harness = createHarness({
      plugin: standardWebhooksInPlugin,
      config: { secrets: { env: 'S' } },
      secrets: { S: secret },
    });
    const now = Date.parse(timestamp);
    const body = new TextEncoder().encode(JSON.stringify(payload));
    const request = signStandard({ body, secret, now, id: 'msg' });
    expect(harness.runtime.receive({ ...at, request, now })).toMatchObject({ kind: 'verified' });
    const made = harness.runtime.normalise({ ...at, request, now });
    return made.kind === 'events' ? made.events : [];
  };
  const order = { userId: 'n1', order_id: 'N1', revenue: 10, currency: 'EUR' };

  test('take null for nothing', () => {
    const data = { ...order, email: null, phone: null, anonymousId: '' };
    expect(normalised({ type: 'order.placed', timestamp: '2026-06-01T10:00:00Z', data })).toMatchObject([
      {
        event: 'Order Completed',
        userId: 'n1',
        properties: { order_id: 'N1', revenue: 10, currency: 'EUR' },
      },
    ]);
  });

  test('with a null that takes something back say so of the customer', () => {
    const data = { userId: 'n1', email: null, firstName: 'Ana' };
    expect(normalised({ type: 'customer.updated', timestamp, data })[0]).toMatchObject({
      type: 'identify',
      traits: { email: null, firstName: 'Ana' },
    });
  });

  const broken = fc.constantFrom(null, '', ' ', 0, -1, 0.5, true, [], {}, [null], { a: 1 }, 'x');
  const optional = ['anonymousId', 'email', 'phone', 'externalIds', 'note', 'test'] as const;

  test('never lose the event by a field it can do without', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...optional), broken), broken, (more, time) => {
        const [event] = normalised({ type: 'order.placed', timestamp: time, data: { ...more, ...order } });
        expect(event).toMatchObject({ userId: 'n1', properties: { order_id: 'N1', revenue: 10 } });
      }),
    );
  });

  test('say what could not be read', () => {
    const data = { ...order, email: 5, externalIds: [{ kind: 'shop' }, { kind: 'shop', value: 7 }] };
    const [event] = normalised({ type: 'order.placed', timestamp, data });
    expect(event?.ignored?.map(({ path }) => path)).toEqual(['data.email', 'data.externalIds[0]']);
    expect(event?.externalIds).toEqual([{ kind: 'shop', value: '7' }]);
  });

  test.each([
    ['yes as a word', { granted: 'TRUE' }, 'Consent Granted'],
    ['no as a word', { granted: ' false ' }, 'Consent Withdrawn'],
    ['a channel that is null', { granted: true, channel: null, textVersion: 7 }, 'Consent Granted'],
  ])('bring a consent with %s', (_what, said, event) => {
    const data = { email: 'ada@example.com', ...said };
    expect(normalised({ type: 'consent.changed', timestamp, data })).toMatchObject([
      { event, properties: { channel: 'email', topic: '*' } },
    ]);
  });

  test('each canonical name has one name in the vocabulary of the engine', () => {
    expect(new Set(eventNames.values()).size).toBe(eventNames.size);
  });
});
