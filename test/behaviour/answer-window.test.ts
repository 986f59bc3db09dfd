import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createWhatsappFake, signedByMeta, writtenInWhatsapp } from '../../plugins/whatsapp/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const phone = '+34600222111';

const journey = (key: string, on: string, message: string) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on, again: 'always' },
    steps: [
      {
        id: 'text',
        type: 'send',
        channel: 'whatsapp',
        message,
        fallback: ['email'],
        messages: { email: 'welcome' },
      },
    ],
  },
});

const files = {
  'messages/parcel/message.json': { channel: 'whatsapp', class: 'transactional', topic: 'orders' },
  'messages/parcel/body.hbs': 'Your parcel is on its way.',
  'messages/parcel-template/message.json': {
    channel: 'whatsapp',
    class: 'transactional',
    topic: 'orders',
    template: {
      name: 'parcel_left',
      languages: { en: 'en_US' },
      parameters: ['{{fallback profile.traits.firstName "there"}}', '{{entry.properties.number}}'],
    },
  },
  'messages/parcel-template/body.hbs':
    '{{fallback profile.traits.firstName "there"}}, parcel {{entry.properties.number}} is on its way.',
  ...journey('parcel', 'Parcel Left', 'parcel'),
  ...journey('parcel-template', 'Parcel Numbered', 'parcel-template'),
};

const sentBody = z.looseObject({
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  template: z
    .looseObject({
      name: z.string(),
      language: z.object({ code: z.string() }),
      components: z.array(z.unknown()),
    })
    .optional(),
});

describe('the window of 24 hours', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  let whatsapp: Awaited<ReturnType<typeof createWhatsappFake>>;
  beforeAll(async () => {
    whatsapp = await createWhatsappFake('token-of-whatsapp');
    const plugins = {
      mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
      whatsapp: {
        use: 'whatsapp',
        config: {
          url: whatsapp.url,
          token: { env: 'TOKEN' },
          phoneNumberId: '106540352242922',
          appSecrets: { env: 'APP' },
          // The clock of the test stands: no message waits for its place.
          rate: { messages: 1_000_000, perSeconds: 1 },
        },
      },
    };
    engine = await startMemoryEngine({
      env: { TOKEN: 'token-of-whatsapp', APP: 'secret-of-the-app' },
      files: (tenant) => shopFiles({ tenant, files, settings: { plugins } }),
    });
    admin = adminClient(engine);
    await engine.customer('ana', { phone });
    await engine.send({
      name: 'identify',
      type: 'identify',
      userId: 'ana',
      externalIds: [{ kind: 'phone', value: phone }],
    });
  });
  afterAll(async () => {
    await engine.close();
    await whatsapp.close();
  });

  const writes = async (text: string, id: string) => {
    const told = writtenInWhatsapp({
      from: phone.slice(1),
      id,
      text,
      at: engine.engine.clock.now(engine.tenant),
    });
    const body = Buffer.from(JSON.stringify(told));
    const request = signedByMeta({ body, secret: 'secret-of-the-app' });
    const path = `/webhooks/${engine.tenant}/whatsapp`;
    const answer = await engine.request(path, { method: 'POST', headers: { ...request.headers }, body });
    expect(answer.status).toBe(200);
    await engine.comeToRest(engine.tenant);
  };
  const sent = () => whatsapp.bodies.map((body) => sentBody.parse(body));
  const skipped = async () =>
    (
      await engine.opened.stores.decisionReads.decisions({
        tenant: engine.tenant,
        profileId: await engine.profileId('ana'),
        limit: 50,
      })
    ).filter(({ reason }) => reason === 'outside-window');

  it('free text goes out within 24 hours after the person wrote, of whatever class; else the next channel is tried', async () => {
    await engine.track('ana', 'Parcel Left');
    expect(sent()).toEqual([]);
    expect(engine.mail.to('ana@example.com')).toHaveLength(1);
    await writes('Where is it?', 'wamid.one');
    await engine.track('ana', 'Parcel Left');
    expect(sent()).toMatchObject([{ type: 'text', text: { body: expect.stringContaining('on its way') } }]);
    await engine.days(1.1);
    await engine.track('ana', 'Parcel Left');
    expect(sent()).toHaveLength(1);
    expect(engine.mail.to('ana@example.com')).toHaveLength(2);
  });

  it('an approved template goes out at any time, in its language, with what stands in its places', async () => {
    const before = sent().length;
    await engine.track('ana', 'Parcel Numbered', { number: 'P-7' });
    expect(sent().slice(before)).toMatchObject([
      {
        type: 'template',
        template: {
          name: 'parcel_left',
          language: { code: 'en_US' },
          components: [{ parameters: [{ text: 'Ana' }, { text: 'P-7' }] }],
        },
      },
    ]);
    expect(await skipped()).toEqual([]);
  });

  it('an answer of the team outside the window is refused with the reason', async () => {
    await writes('And the second one?', 'wamid.two');
    const { body } = await admin.call('GET', `/api/conversations?profile=${await engine.profileId('ana')}`);
    const listed = z.object({ conversations: z.array(z.looseObject({ id: z.string() })) }).parse(body);
    const id = listed.conversations[0]?.id ?? expect.fail('no conversation');
    const answer = (text: string) => admin.call('POST', `/api/conversations/${id}/messages`, { text });
    await answer('On Monday.');
    expect(sent().at(-1)).toMatchObject({ text: { body: 'On Monday.' } });
    await engine.days(1.1);
    await answer('Did it come?');
    const { body: all } = await admin.call('GET', `/api/conversations/${id}/messages`);
    const { messages } = z.object({ messages: z.array(z.unknown()) }).parse(all);
    expect(messages[0]).toMatchObject({ text: 'Did it come?', status: 'refused', reason: 'outside-window' });
  });
});
