import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createTelegramFake, telegramUpdate } from '../../plugins/telegram/fake.ts';
import { createTwilioFake, signedByTwilio } from '../../plugins/twilio/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const accountSid = `AC${'0'.repeat(32)}`;
const botToken = '1:token-of-telegram';
const hookSecret = 'secret-of-the-hook';

const message = (channel: string, kind: string, text: string) => ({
  [`messages/${kind}-${channel}/message.json`]: {
    channel,
    class: kind === 'offer' ? 'marketing' : 'transactional',
    topic: 'offers',
  },
  [`messages/${kind}-${channel}/body.hbs`]: text,
});

const journey = (key: string, on: string, channel: string, name: string) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on, again: 'always' },
    steps: [{ id: 'text', type: 'send', channel, message: name }],
  },
});

const files = {
  ...message('sms', 'offer', 'Ten percent off. {{links.unsubscribe}}'),
  ...message('sms', 'parcel', 'Your parcel is on its way.'),
  ...message('telegram', 'offer', 'Ten percent off. {{links.unsubscribe}}'),
  ...journey('offer', 'Offer Wanted', 'sms', 'offer-sms'),
  ...journey('parcel', 'Parcel Left', 'sms', 'parcel-sms'),
  ...journey('chat-offer', 'Chat Offer Wanted', 'telegram', 'offer-telegram'),
};

const listed = z.object({ conversations: z.array(z.looseObject({ id: z.string(), state: z.string() })) });
const written = z.object({
  messages: z.array(
    z.looseObject({
      direction: z.string(),
      text: z.string(),
      optOut: z.string().optional(),
      status: z.string().optional(),
    }),
  ),
});

describe('opt-out words', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  let twilio: Awaited<ReturnType<typeof createTwilioFake>>;
  let telegram: Awaited<ReturnType<typeof createTelegramFake>>;
  beforeAll(async () => {
    [twilio, telegram] = await Promise.all([
      createTwilioFake({ accountSid, authToken: 'token-of-twilio' }),
      createTelegramFake(botToken),
    ]);
    const plugins = {
      mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
      sms: {
        use: 'twilio',
        config: {
          url: twilio.url,
          accountSid,
          authToken: { env: 'TWILIO' },
          from: '+15005550006',
          webhookUrl: 'https://ciclo.example/webhooks/shop/sms',
        },
      },
      telegram: {
        use: 'telegram',
        config: {
          url: telegram.url,
          token: { env: 'TELEGRAM' },
          webhookSecrets: { env: 'HOOK' },
          // The clock of the test stands: no message waits for its place.
          rate: { messages: 1_000_000, perSeconds: 1 },
        },
      },
    };
    engine = await startMemoryEngine({
      env: { TWILIO: 'token-of-twilio', TELEGRAM: botToken, HOOK: hookSecret },
      files: (tenant) =>
        shopFiles({
          tenant,
          files,
          settings: { plugins, conversations: { optOutWords: { stop: ['Enough'] } } },
        }),
    });
    admin = adminClient(engine);
  });
  afterAll(async () => {
    await engine.close();
    await Promise.all([twilio.close(), telegram.close()]);
  });

  const deliver = async (
    instance: string,
    request: { readonly headers: Readonly<Record<string, string>> },
    bytes: Uint8Array,
  ) => {
    // The engine answers under its own name alone.
    const { host: _host, ...headers } = request.headers;
    const path = `/webhooks/${engine.tenant}/${instance}`;
    const answer = await engine.request(path, { method: 'POST', headers, body: Buffer.from(bytes) });
    expect(answer.status).toBe(200);
    await engine.comeToRest(engine.tenant);
  };
  let sids = 0;
  const texts = async (From: string, Body: string, more: Record<string, string> = {}) => {
    sids += 1;
    const fields = { MessageSid: `SM-in-${sids}`, From, To: '+15005550006', Body, ...more };
    const body = Buffer.from(new URLSearchParams(fields).toString());
    await deliver('sms', signedByTwilio({ body, secret: 'token-of-twilio' }), body);
  };
  const chats = async (id: number, text: string, n: number) => {
    const chat = { id, type: 'private' };
    const said = { message_id: n, from: { id, is_bot: false }, chat, date: 1_772_366_400, text };
    const body = Buffer.from(JSON.stringify({ update_id: id * 100 + n, message: said }));
    await deliver('telegram', telegramUpdate({ body, secret: hookSecret }), body);
  };

  const sent = (to: string): readonly unknown[] =>
    twilio.forms.flatMap((form) => {
      const { To, Body } = z.object({ To: z.string(), Body: z.string() }).parse(form);
      return To === to ? [Body] : [];
    });
  const customer = async (user: string, phone: string) => {
    await engine.customer(user, { phone });
    await engine.track(user, 'Consent Granted', { channel: 'sms', topic: '*' });
  };
  const reasons = async (user: string) => {
    const profileId = await engine.profileId(user);
    const found = await engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      profileId,
      limit: 50,
    });
    return found.filter(({ kind }) => kind === 'skipped').map(({ reason }) => reason);
  };
  const ledgerOf = async (address: string, channel = 'sms') => {
    const query = new URLSearchParams({ address, channel }).toString();
    return z
      .object({ consents: z.array(z.looseObject({ status: z.string() })) })
      .parse((await admin.call('GET', `/api/consents?${query}`)).body).consents;
  };
  const conversationsOf = async (query: string) =>
    listed.parse((await admin.call('GET', `/api/conversations?${query}`)).body).conversations;
  const messagesIn = async (id: string) =>
    written.parse((await admin.call('GET', `/api/conversations/${id}/messages`)).body).messages;
  const names = async (user: string) => {
    const profileId = await engine.profileId(user);
    const rows = await engine.opened.stores.eventReads.events({
      tenant: engine.tenant,
      profileId,
      limit: 100,
    });
    return rows.map(({ name }) => name);
  };

  it('BAJA ends text messages of every class for anyone who has the number, is proved, and answered once', async () => {
    const phone = '+34600111222';
    await customer('ana', phone);
    await customer('partner', phone);
    const externalIds = [{ kind: 'phone', value: phone }];
    await engine.send({ name: 'identify', type: 'identify', userId: 'ana', externalIds });
    await texts(phone, ' Baja. ');
    await texts(phone, 'baja');
    expect(sent(phone)).toEqual([expect.stringContaining('no recibirás más mensajes')]);
    const [line] = await ledgerOf(phone);
    expect(line).toMatchObject({ status: 'withdrawn', topic: '*', source: 'opt-out-word', text: 'baja' });
    expect(await names('ana')).toContain('Consent Withdrawn');
    for (const user of ['ana', 'partner']) {
      await engine.track(user, 'Offer Wanted');
      await engine.track(user, 'Parcel Left');
    }
    expect(sent(phone)).toHaveLength(1);
    expect(await reasons('partner')).toEqual(['stopped', 'stopped']);
    // Nobody of the team has anything to do, and the conversation shows what happened.
    const found = await conversationsOf('state=solved');
    const shown = (await Promise.all(found.map(({ id }) => messagesIn(id)))).flat();
    expect(shown.filter(({ optOut }) => optOut === 'stop')).toHaveLength(2);
    expect(shown.filter(({ direction }) => direction === 'out')).toMatchObject([{ status: 'sent' }]);
    expect(await conversationsOf('state=open')).toEqual([]);
    expect(await names('ana')).not.toContain('Message Received');
  });

  it('ALTA takes back what BAJA ended, though numbers can be forged, and nothing else', async () => {
    const phone = '+34600111333';
    await customer('ben', phone);
    await texts(phone, 'ALTA');
    expect(await names('ben')).not.toContain('Consent Withdrawn');
    expect(sent(phone)).toEqual([]);
    await texts(phone, 'BAJA');
    await texts(phone, 'Alta');
    expect(sent(phone)).toEqual([
      expect.stringContaining('no recibirás más'),
      expect.stringContaining('vuelves a recibir'),
    ]);
    await engine.track('ben', 'Offer Wanted');
    expect(sent(phone)).toHaveLength(3);
    await engine.track('ben', 'Unsubscribed', { channel: 'sms', topic: '*' });
    await texts(phone, 'ALTA');
    await engine.track('ben', 'Offer Wanted');
    expect(await reasons('ben')).toEqual(['unsubscribed']);
  });

  it('what Twilio answers itself counts and is answered by nobody else', async () => {
    const phone = '+34600111444';
    await customer('cleo', phone);
    await texts(phone, 'STOP');
    await texts(phone, 'Basta', { OptOutType: 'STOP' });
    await engine.track('cleo', 'Offer Wanted');
    expect(await reasons('cleo')).toEqual(['stopped']);
    await texts(phone, 'START');
    await engine.track('cleo', 'Offer Wanted');
    expect(sent(phone)).toEqual([expect.stringContaining('Ten percent off')]);
  });

  it('a number that is nobody’s is kept as ended, without a profile', async () => {
    const phone = '+34600111555';
    await texts(phone, 'enough');
    expect(sent(phone)).toEqual([expect.stringContaining('you get no more messages')]);
    expect(await ledgerOf(phone)).toMatchObject([{ status: 'withdrawn', erased: true }]);
    await customer('dan', phone);
    await engine.track('dan', 'Offer Wanted');
    expect(await reasons('dan')).toEqual(['stopped']);
  });

  it('a chat has the same words: nothing is lost that is said to the team in a conversation', async () => {
    await engine.send({
      name: 'identify',
      type: 'identify',
      userId: 'eva',
      traits: { locale: 'es' },
      externalIds: [{ kind: 'telegram', value: '4711' }],
    });
    await engine.track('eva', 'Consent Granted', { channel: 'telegram', topic: '*' });
    await chats(4711, 'Where is my order?', 1);
    const [open] = await conversationsOf(`profile=${await engine.profileId('eva')}`);
    await admin.call('POST', `/api/conversations/${open?.id ?? ''}/messages`, {
      text: 'Keep it or cancel it?',
    });
    await chats(4711, 'cancel', 2);
    expect(await conversationsOf(`profile=${await engine.profileId('eva')}`)).toMatchObject([
      { state: 'open' },
    ]);
    expect((await messagesIn(open?.id ?? '')).map(({ text, optOut }) => [text, optOut])).toEqual([
      [expect.stringContaining('you get no more messages here'), undefined],
      ['cancel', 'stop'],
      ['Keep it or cancel it?', undefined],
      ['Where is my order?', undefined],
    ]);
    await engine.track('eva', 'Chat Offer Wanted');
    expect(await reasons('eva')).toEqual(['unsubscribed']);
    // What a person asked for reaches them still.
    await admin.call('POST', `/api/conversations/${open?.id ?? ''}/messages`, { text: 'Cancelled.' });
    expect(telegram.bodies.at(-1)).toMatchObject({ text: 'Cancelled.' });
  });

  it('HELP is answered with who writes, and is for the team as well', async () => {
    const phone = '+34600111666';
    await texts(phone, 'Ayuda');
    expect(sent(phone)).toEqual([expect.stringContaining('Casa Verde: para ayuda, ')]);
    const open = await conversationsOf('state=open');
    const shown = (await Promise.all(open.map(({ id }) => messagesIn(id)))).flat();
    expect(shown.map(({ optOut }) => optOut)).toContain('help');
    expect(await ledgerOf(phone)).toEqual([]);
  });
});
