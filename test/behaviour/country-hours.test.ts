import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { createTwilioFake } from '../../plugins/twilio/fake.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const accountSid = `AC${'0'.repeat(32)}`;
const phone = '+33612345678';

const journey = (key: string, on: string) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on },
    steps: [{ id: 'text', type: 'send', channel: 'sms', message: key }],
  },
});

const files = {
  'messages/offer/message.json': { channel: 'sms', class: 'marketing', topic: 'offers' },
  'messages/offer/body.hbs': 'Ten percent off. {{links.unsubscribe}}',
  'messages/parcel/message.json': { channel: 'sms', class: 'transactional', topic: 'orders' },
  'messages/parcel/body.hbs': 'Your parcel is on its way.',
  ...journey('offer', 'Offer Wanted'),
  ...journey('parcel', 'Parcel Left'),
};

let engine: TestedEngine;
let twilio: Awaited<ReturnType<typeof createTwilioFake>>;

beforeAll(async () => {
  twilio = await createTwilioFake({ accountSid, authToken: 'token-of-twilio' });
  const plugins = {
    mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
    sms: {
      use: 'twilio',
      config: { url: twilio.url, accountSid, authToken: { env: 'TWILIO' }, from: '+15005550006' },
    },
  };
  engine = await startMemoryEngine({
    // A Sunday, at noon in Paris.
    start: Date.parse('2026-06-07T10:00:00Z'),
    env: { TWILIO: 'token-of-twilio' },
    files: (tenant) => shopFiles({ tenant, files, settings: { plugins } }),
  });
  await engine.customer('lea', { phone, country: 'FR', timezone: 'Europe/Paris' });
  await engine.track('lea', 'Consent Granted', { channel: 'sms', topic: '*' });
});
afterAll(async () => {
  await engine.close();
  await twilio.close();
});

const sent = () => twilio.forms.map((form) => z.object({ Body: z.string() }).parse(form).Body);

it('no marketing goes to France by text message on a Sunday; it goes on Monday, and why says by which rule', async () => {
  await engine.track('lea', 'Offer Wanted');
  await engine.track('lea', 'Parcel Left');
  expect(sent()).toEqual([expect.stringContaining('Your parcel')]);
  const id = await engine.profileId('lea');
  const { body } = await adminClient(engine).call('GET', `/api/profiles/${id}/why?message=offer`);
  expect(body).toMatchObject({
    answer: 'put-off',
    runs: [
      {
        because: expect.arrayContaining([
          expect.objectContaining({
            reason: 'quiet-hours',
            text: expect.stringMatching(/rules where they live.*none on Sundays and public holidays/),
          }),
        ]),
      },
    ],
  });
  await engine.days(1);
  expect(sent()).toEqual([
    expect.stringContaining('Your parcel'),
    expect.stringContaining('Ten percent off'),
  ]);
});
