import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { zonedAt } from '../../domain/time/local.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { createPigeon, type PigeonText } from '../harness/pigeon.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const zone = 'Europe/Madrid';

/** What went out on the second channel of these tests. */
const pigeons: PigeonText[] = [];

const send = (message: string, more: object = {}) => ({
  id: 'mail',
  type: 'send',
  channel: 'email',
  message,
  ...more,
});
const journey = (key: string, entry: unknown, steps: readonly unknown[], more: object = {}) => ({
  [`journeys/${key}.json`]: { key, name: key, stage: 'retention', entry, steps, ...more },
});
const hour = { id: 'think', type: 'wait', for: '1 hour' };
const numbers = Array.from({ length: 10 }, (_one, n) => n);

const files = {
  ...Object.assign(
    {},
    ...numbers.flatMap((n) => [
      journey(`offers-${n}`, { on: 'Selection Wanted' }, [
        hour,
        send('lead-guide', { topic: 'offers', onCap: 'skip' }),
      ]),
      journey(`news-${n}`, { on: 'Selection Wanted' }, [
        hour,
        send('lead-guide', { topic: 'news', onCap: 'skip' }),
      ]),
    ]),
  ),
  ...journey('low', { on: 'Both Wanted' }, [hour, send('lead-guide', { topic: 'referrals' })], {
    priority: 10,
  }),
  ...journey(
    'high',
    { on: 'Both Wanted' },
    [{ ...hour, for: '90 minutes' }, send('lead-story', { topic: 'referrals' })],
    { priority: 90 },
  ),
  ...journey('prompt-low', { on: 'Now Wanted' }, [send('lead-guide', { topic: 'referrals' })], {
    priority: 10,
  }),
  ...journey('prompt-high', { on: 'Now Wanted' }, [send('lead-story', { topic: 'referrals' })], {
    priority: 90,
  }),
  ...journey('night', { on: 'Night Wanted' }, [send('lead-guide', { topic: 'news' })]),
  ...journey(
    'reach',
    { on: 'Reach Wanted', again: 'always' },
    [
      send('lead-guide', { topic: 'news', fallback: ['sms'], messages: { sms: 'short' } }),
      { ...hour, id: 'rest' },
    ],
    { exit: [{ on: 'Order Completed', outcome: 'bought' }] },
  ),
  'messages/short/message.json': {
    channel: 'sms',
    class: 'transactional',
    topic: 'news',
    sample: { profile: { traits: { firstName: 'Ana' } } },
  },
  'messages/short/body.hbs': 'Hello {{profile.traits.firstName}}, look at your plants.',
};

const settings = {
  timezone: zone,
  // Its server refuses much on purpose: on a slow machine that would hold all of its calls.
  guards: { plugins: false },
  caps: [
    { channel: 'email', topic: 'offers', max: 2, within: '7 days' },
    { topic: 'referrals', max: 1, within: '7 days' },
    { max: 5, within: '7 days' },
  ],
  quietHours: [{ channel: 'email', country: 'PT', from: '22:00', to: '08:00' }],
  plugins: {
    mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
    pigeon: { use: 'pigeon', config: {} },
  },
};

describe('sending, on the real servers', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine({
      files: (tenant) => shopFiles({ tenant, files, settings }),
      plugins: [...builtInPlugins, createPigeon((text) => pigeons.push(text))],
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const now = (): number => engine.engine.clock.now(engine.tenant);
  const hours = (count: number): Promise<void> => engine.days(count / 24);
  const mails = (user: string) => engine.mail.to(`${user}@example.com`);
  const decisions = async (user: string) =>
    engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      profileId: await engine.profileId(user),
      limit: 200,
    });
  const reasons = async (user: string, kind: string, of?: string) =>
    (await decisions(user))
      .filter((row) => row.kind === kind && (of === undefined || row.journey === of))
      .map((row) => row.reason);
  const messagesOf = async (user: string) =>
    engine.opened.stores.messageReads.messages({
      tenant: engine.tenant,
      profileId: await engine.profileId(user),
      limit: 50,
    });

  it('holds every cap exactly when twenty journeys reach one person at once', async () => {
    await engine.customer('crowd');
    await engine.track('crowd', 'Selection Wanted');
    await hours(2);
    expect(mails('crowd')).toHaveLength(5);
    const byTopic = (await messagesOf('crowd')).filter((row) => row.status === 'accepted');
    expect(byTopic.filter((row) => row.topic === 'offers').length).toBeLessThanOrEqual(2);
    expect(await reasons('crowd', 'skipped')).toEqual(Array.from({ length: 15 }, () => 'capped'));
  });

  it('holds every cap exactly while the server is slow and puts mails off that are tried again', async () => {
    const { mail } = engine;
    await engine.customer('patient');
    const asked = { count: 0 };
    // It is asked twice about each mail: at its recipient, and when it has come.
    mail.script = (to) => {
      if (!to.startsWith('patient@')) return undefined;
      asked.count += 1;
      return asked.count <= 6 ? { at: 'data', answer: 451 } : { at: 'data', answer: 'hold' };
    };
    await engine.track('patient', 'Selection Wanted');
    const moved = hours(2);
    const took = (): number => {
      mail.release();
      return mails('patient').length;
    };
    const skipped = () => reasons('patient', 'skipped');
    await expect.poll(took, { interval: 100 }).toBe(5);
    await moved;
    await expect.poll(skipped).toEqual(Array.from({ length: 15 }, () => 'capped'));
    mail.script = () => undefined;
    mail.release();
    const rows = await messagesOf('patient');
    expect(rows.map((row) => row.status)).toEqual(Array.from({ length: 5 }, () => 'accepted'));
    expect(rows.filter((row) => row.topic === 'offers').length).toBeLessThanOrEqual(2);
    expect(new Set(mails('patient').map((one) => one.messageId)).size).toBe(5);
    expect(mails('patient')).toHaveLength(5);
    const { profiles } = engine.opened.stores;
    const profile = await profiles.get({
      tenant: engine.tenant,
      profileId: await engine.profileId('patient'),
    });
    expect(profile?.pressure.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  });

  it('ends a message that was put off and that the gate refuses at its next attempt; it takes no room any more', async () => {
    const { mail, tenant } = engine;
    await engine.customer('late');
    mail.script = (to) => (to.startsWith('late@') ? { at: 'data', answer: 451 } : undefined);
    await engine.track('late', 'Night Wanted');
    const states = async () => (await messagesOf('late')).map(({ status }) => status);
    await expect.poll(states).toEqual(['retrying']);
    await engine.track('late', 'Unsubscribed', { channel: 'email', topic: '*' });
    // An attempt may be under way that passed the gate before: it is refused by the server, too.
    await expect.poll(() => reasons('late', 'skipped')).toEqual(['unsubscribed']);
    mail.script = () => undefined;
    expect(await states()).toEqual(['cancelled']);
    const { profiles } = engine.opened.stores;
    const profile = await profiles.get({ tenant, profileId: await engine.profileId('late') });
    expect(profile?.pressure).toEqual([]);
    expect(mails('late')).toEqual([]);
  });

  it('gives the only room there is to the journey of higher priority, if it is due soon or starts with it', async () => {
    await engine.customer('both');
    await engine.track('both', 'Both Wanted');
    await hours(3);
    expect(mails('both')).toHaveLength(1);
    expect((await messagesOf('both')).map((row) => row.journey)).toEqual(['high']);
    expect(await reasons('both', 'deferred', 'low')).toEqual(['capped', 'gives-way']);
    await engine.days(8);
    expect((await messagesOf('both')).map((row) => row.journey).toSorted()).toEqual(['high', 'low']);

    await engine.customer('prompt');
    await engine.track('prompt', 'Now Wanted');
    expect((await messagesOf('prompt')).map((row) => row.journey)).toEqual(['prompt-high']);
  });

  it('holds messages over the quiet hours of a country and lets them out one after the other', async () => {
    const people = Array.from({ length: 12 }, (_person, n) => `night-${n}`);
    for (const user of people) await engine.customer(user, { country: 'PT' });
    await engine.customer('awake', { country: 'ES' });
    const tonight = zonedAt({ at: now() + day, zone }).withPlainTime('23:00').epochMilliseconds;
    await engine.days((tonight - now()) / day);
    for (const user of [...people, 'awake']) await engine.track(user, 'Night Wanted');
    expect(mails('awake')).toHaveLength(1);
    expect(people.flatMap((user) => mails(user))).toEqual([]);
    await hours(12);
    const sent = (await Promise.all(people.map(messagesOf))).flat();
    const morning = zonedAt({ at: tonight + 10 * 60 * minute, zone }).withPlainTime(
      '08:00',
    ).epochMilliseconds;
    const delays = sent.map((row) => (row.acceptedAt ?? 0) - morning);
    expect(delays).toHaveLength(12);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(21 * minute);
    expect(new Set(delays).size, 'each at a time of their own').toBeGreaterThan(9);
  });

  it('takes the next channel when an address is refused for good', async () => {
    await engine.customer('gone', { phone: '+34600000001' });
    engine.mail.script = (to) =>
      to.startsWith('gone@') ? { at: 'rcpt', answer: 550, text: '5.1.1 no such user' } : undefined;
    await engine.track('gone', 'Reach Wanted');
    await expect.poll(() => pigeons.filter(({ to }) => to === '+34600000001').length).toBe(1);
    engine.mail.script = () => undefined;
  });

  it('takes the next channel once, when a message that was handed over bounces, also after the run has ended', async () => {
    await engine.customer('bounce', { phone: '+34600000002' });
    await engine.track('bounce', 'Reach Wanted');
    await hours(2);
    const [first] = await messagesOf('bounce');
    const bounce = { message_id: first?.id ?? '', channel: 'email', kind: 'hard' };
    const own = { source: 'mail', messageId: 'bounce-1' };
    await engine.track('bounce', 'Email Bounced', bounce, own);
    await engine.track('bounce', 'Email Bounced', bounce, { ...own, messageId: 'bounce-2' });
    await expect.poll(() => pigeons.filter(({ to }) => to === '+34600000002').length).toBe(1);
    await hours(1);
    expect(pigeons.filter(({ to }) => to === '+34600000002')).toHaveLength(1);
    expect(await reasons('bounce', 'sent')).toContain('undelivered');
  });

  it('lets later steps go by the message that was sent instead, and sends nothing for who has left', async () => {
    await engine.customer('stays', { phone: '+34600000003' });
    await engine.customer('left', { phone: '+34600000004' });
    for (const user of ['stays', 'left']) await engine.track(user, 'Reach Wanted');
    await engine.track('left', 'Order Completed', { order_id: 'o-left', revenue: 10, currency: 'EUR' });
    const outcome = async () =>
      (
        await engine.opened.stores.runReads.runs({
          tenant: engine.tenant,
          profileId: await engine.profileId('left'),
          limit: 10,
        })
      ).map((run) => run.outcome);
    await expect.poll(outcome).toEqual(['bought']);
    for (const user of ['stays', 'left']) {
      const [mail] = await messagesOf(user);
      const about = { message_id: mail?.id ?? '', channel: 'email', kind: 'hard' };
      await engine.track(user, 'Email Bounced', about, { source: 'mail' });
    }
    await expect.poll(() => reasons('left', 'skipped')).toContain('run-over');
    await expect.poll(() => pigeons.filter(({ to }) => to === '+34600000003').length).toBe(1);
    expect(pigeons.filter(({ to }) => to === '+34600000004')).toEqual([]);
    const sms = (await messagesOf('stays')).find((row) => row.channel === 'sms');
    const steps = async () =>
      (
        await engine.opened.stores.runs.activeOf({
          tenant: engine.tenant,
          profileId: await engine.profileId('stays'),
        })
      ).map((run) => run.state.steps['mail']);
    await expect.poll(steps).toEqual([{ messageId: sms?.id, channel: 'sms' }]);
  });
});
