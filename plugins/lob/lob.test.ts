import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, receiveWebhook, scenarios, testNow } from '../testing.ts';
import { createLobFake, signedByLob } from './fake.ts';
import { letterEvent, letterEvents, letterRequest } from './fixtures.ts';
import { lobPlugin } from './lob.ts';

const from = { name: 'Shop', line1: '185 Berry St', city: 'San Francisco', state: 'CA', zip: '94107' };
const to = {
  name: 'Ana Ruiz',
  line1: '210 King St',
  line2: '# 6100',
  city: 'San Francisco',
  region: 'California',
  postalCode: '94107',
  country: 'US',
};
const letter = { to, html: '<p>Come back</p>', text: 'Come back', size: 'us-letter', class: 'marketing' };
const externalIds = [{ kind: 'message', value: 'message-1' }];
const ours = { message: 'message-1' };

conformance({
  plugin: lobPlugin,
  secrets: { KEY: 'test_canary-key-of-lob', HOOK: 'canary-secret-of-lob', NEXT: 'canary-next-of-lob' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    apiKey: { env: 'KEY' },
    from,
    webhookSecret: [{ env: 'HOOK' }, { env: 'NEXT' }],
  }),
  provider: { start: () => createLobFake('test_canary-key-of-lob', testNow), plays: scenarios },
  actions: {
    send: {
      input: letter,
      junk: [
        { ...letter, to: 'ana@example.com' },
        { ...letter, to: { ...to, line1: '' } },
        { ...letter, html: '' },
        { ...letter, size: 'a5' },
      ],
    },
  },
  webhooks: {
    main: {
      sign: signedByLob,
      required: ['lob-signature', 'lob-signature-timestamp'],
      signsTime: true,
      secretNames: ['HOOK', 'NEXT'],
      examples: [
        {
          name: 'a delivery',
          body: letterEvent('letter.delivered', ours),
          events: [
            {
              event: 'Message Delivered',
              externalIds,
              properties: {
                channel: 'post',
                message_id: 'message-1',
                provider_id: 'ltr_4868c3b754655f90',
                code: 'letter.delivered',
              },
            },
          ],
        },
        {
          name: 'a first scan',
          body: letterEvent('letter.in_transit', ours),
          events: [{ event: 'Message Sent', messageId: 'under-test:ltr_4868c3b754655f90:sent' }],
        },
        {
          name: 'a certified letter that is delivered',
          body: letterEvent('letter.certified.delivered', { ...ours, letter: 'ltr_certified' }),
          events: [{ event: 'Message Delivered' }],
        },
        {
          name: 'one that comes back',
          body: letterEvent('letter.returned_to_sender', { ...ours, letter: 'ltr_returned' }),
          events: [
            {
              event: 'Message Bounced',
              externalIds,
              properties: {
                channel: 'post',
                message_id: 'message-1',
                provider_id: 'ltr_returned',
                kind: 'hard',
                reason: 'The letter came back.',
                code: 'letter.returned_to_sender',
              },
            },
          ],
        },
        {
          name: 'one that is re-routed',
          body: letterEvent('letter.re-routed', ours),
          events: [{ event: 'Message Deferred' }],
        },
        {
          name: 'one that cannot be printed',
          body: letterEvent('letter.failed', { ...ours, failure: 'A picture was not found.' }),
          events: [{ event: 'Message Undelivered' }],
        },
        { name: 'one that is rendered', body: letterEvent('letter.rendered_pdf', ours), events: [] },
        {
          name: 'one of another program',
          body: letterEvent('letter.delivered', { letter: 'ltr_other' }),
          events: [],
        },
        {
          name: 'an envelope that returns',
          body: letterEvent('letter.return_envelope.delivered', ours),
          events: [],
        },
      ],
    },
  },
});

describe('Lob', () => {
  let fake: Awaited<ReturnType<typeof createLobFake>>;
  beforeEach(async () => {
    fake = await createLobFake('test_canary', testNow);
  });
  afterEach(() => fake.close());

  const secrets = { KEY: 'test_canary', HOOK: 'canary' };
  const config = (more: Readonly<Record<string, unknown>> = {}) => ({
    url: fake.url,
    apiKey: { env: 'KEY' },
    from,
    webhookSecret: { env: 'HOOK' },
    ...more,
  });
  const send = (
    input: Readonly<Record<string, unknown>> = {},
    more: Readonly<Record<string, unknown>> = {},
  ) =>
    callAction({
      plugin: lobPlugin,
      config: config(more),
      secrets,
      action: 'send',
      input: { ...letter, ...input },
    });

  test('a letter is what the OpenAPI document 1.22.0 asks for, with the state as two letters', async () => {
    expect(await send()).toMatchObject({ kind: 'done', providerId: 'ltr_1' });
    expect(letterRequest.parse(fake.bodies[0])).toMatchObject({
      to: { address_state: 'CA', address_zip: '94107', address_line2: '# 6100' },
      file: '<p>Come back</p>',
      use_type: 'marketing',
      mail_type: 'usps_first_class',
      address_placement: 'top_first_page',
      double_sided: true,
      color: false,
    });
  });

  test('the config says how it is printed; abroad it goes first class, from an address kept at Lob', async () => {
    const madrid = {
      name: 'Ana',
      line1: 'Calle Mayor 5',
      city: 'Madrid',
      postalCode: '28013',
      country: 'ES',
    };
    const printed = {
      color: true,
      doubleSided: false,
      mailType: 'usps_standard',
      from: 'adr_210a8d4b0b76d77b',
    };
    expect(await send({ to: madrid, class: 'transactional' }, printed)).toMatchObject({ kind: 'done' });
    expect(fake.bodies[0]).toMatchObject({
      to: { address_country: 'ES', address_zip: '28013' },
      from: 'adr_210a8d4b0b76d77b',
      color: true,
      double_sided: false,
      mail_type: 'usps_first_class',
      use_type: 'operational',
    });
  });

  test('a letter whose key Lob forgot is found by its message, and not printed twice', async () => {
    expect(await send()).toMatchObject({ kind: 'done', providerId: 'ltr_1' });
    fake.forgetKeys();
    expect(await send()).toMatchObject({ kind: 'done', providerId: 'ltr_1' });
    expect(fake.letters).toHaveLength(1);
  });

  test('an address where nothing arrives is blocked, and stands in no outcome', async () => {
    const outcome = await send({ to: { ...to, line1: 'Nowhere 1' } });
    expect(outcome).toMatchObject({
      kind: 'rejected',
      code: 'undeliverable-address',
      recipientBlocked: true,
    });
    expect(JSON.stringify(outcome)).not.toContain('Nowhere');
  });

  test.each([
    ['lines that are too long', { to: { ...to, line1: 'Long Lane 1' } }, 'address-length-exceeds-limit'],
    ['a state that is none', { to: { ...to, region: 'Nowhere' } }, 'address-not-valid'],
    ['a ZIP code that is none', { to: { ...to, postalCode: '9410' } }, 'address-not-valid'],
    ['a sheet that Lob does not print', { size: 'a4' }, 'sheet-not-printed'],
    ['a page that is too long', { html: `<p>${'x'.repeat(10_000)}</p>` }, 'letter-too-long'],
  ])('%s is refused and blocks nobody', async (_name, input, code) => {
    const outcome = await send(input);
    expect(outcome).toMatchObject({ kind: 'rejected', code });
    expect(outcome).not.toHaveProperty('recipientBlocked');
    expect(fake.letters).toHaveLength(0);
  });

  test('a limit that is exceeded is waited for until it is reset', async () => {
    expect(await send({ to: { ...to, line1: 'Busy Street 1' } })).toMatchObject({
      kind: 'retry',
      code: 'rate-limited',
      afterMs: 7_000,
    });
  });

  test.each(letterEvents)('the event %s of the OpenAPI document is read', async (type) => {
    const body = Buffer.from(JSON.stringify(letterEvent(type, ours)));
    const request = signedByLob({ body, secret: 'canary', now: testNow });
    const got = await receiveWebhook({ plugin: lobPlugin, config: config(), secrets, request });
    expect(got.received).toMatchObject({ kind: 'verified' });
    expect(got.made?.kind).toBe('events');
  });

  test('the time may be in seconds', async () => {
    const body = Buffer.from(JSON.stringify(letterEvent('letter.delivered', ours)));
    const request = signedByLob({ body, secret: 'canary', now: testNow / 1_000 });
    const got = await receiveWebhook({ plugin: lobPlugin, config: config(), secrets, request });
    expect(got.received).toMatchObject({ kind: 'verified' });
  });
});
