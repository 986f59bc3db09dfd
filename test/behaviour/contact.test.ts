import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { again } from '../harness/again.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const journey = (key: string, on: string, message: string, more: object = {}) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on, again: 'always' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message, ...more }],
  },
});

const files = {
  ...journey('offer', 'Offer Wanted', 'welcome', { topic: 'offers', onCap: 'skip' }),
  ...journey('news', 'News Wanted', 'welcome', { topic: 'news', onCap: 'skip' }),
  ...journey('receipt', 'Receipt Wanted', 'receipt'),
  'messages/receipt/message.json': {
    channel: 'email',
    class: 'transactional',
    topic: 'orders',
    subject: { en: 'Your receipt' },
  },
  'messages/receipt/body.mjml':
    '<mjml><mj-body><mj-section><mj-column><mj-text>Thank you.</mj-text></mj-column></mj-section></mj-body></mjml>',
};

describe('contact goes by address', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files,
          settings: {
            caps: [{ channel: 'email', topic: 'offers', max: 2, within: '3 days' }],
            addressCeiling: 6,
          },
        }),
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const rest = (): Promise<void> => engine.comeToRest(engine.tenant);
  const mails = (address: string) => engine.mail.to(address);
  const reasons = async (user: string) =>
    (
      await engine.opened.stores.decisionReads.decisions({
        tenant: engine.tenant,
        profileId: await engine.profileId(user),
        limit: 50,
      })
    )
      .filter(({ kind }) => kind === 'skipped' || kind === 'deferred')
      .map(({ reason }) => reason);

  it('ten people with one address get as many mails as the cap allows one, however many are sent at once', async () => {
    const people = Array.from({ length: 10 }, (_one, n) => `shared-${n}`);
    for (const user of people) {
      await engine.customer(user, {
        email: user.endsWith('3') ? ' Shared@Example.com ' : 'shared@example.com',
      });
    }
    await Promise.all(people.map((user) => engine.track(user, 'Offer Wanted')));
    await rest();
    expect(mails('shared@example.com')).toHaveLength(2);
    const capped = await Promise.all(people.map(reasons));
    expect(capped.flat()).toEqual(Array.from({ length: 8 }, () => 'capped'));
    const [first] = mails('shared@example.com');
    expect(first?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(first?.headerLines.find(({ key }) => key === 'list-id')?.line).toBe(
      'List-ID: <offers.list.casaverde.example>',
    );
    expect(first?.headerLines.map(({ key }) => key)).toContain('list-unsubscribe-post');
  });

  it('a withdrawal holds for everybody who has the address, and only a confirmed yes lifts it', async () => {
    const email = 'couple@example.com';
    for (const user of ['he', 'she']) await engine.customer(user, { email });
    await engine.track('he', 'Unsubscribed', { channel: 'email', topic: '*' });
    await engine.track('she', 'Consent Granted', { channel: 'email', topic: '*' });
    await engine.track('she', 'News Wanted');
    await rest();
    expect(await reasons('she')).toEqual(['unsubscribed']);
    expect(mails(email)).toEqual([]);
    await engine.track('he', 'Consent Granted', { channel: 'email', topic: '*', confirmed: true });
    await engine.track('she', 'News Wanted');
    await rest();
    expect(mails(email)).toHaveLength(1);
  });

  it('one address gets no more than its ceiling in an hour, of whatever class; the rest comes later', async () => {
    const people = Array.from({ length: 8 }, (_one, n) => `bombed-${n}`);
    for (const user of people) await engine.customer(user, { email: 'bombed@example.com' });
    await Promise.all(people.map((user) => engine.track(user, 'Receipt Wanted')));
    await rest();
    expect(mails('bombed@example.com')).toHaveLength(6);
    await engine.days(0.1);
    await rest();
    expect(mails('bombed@example.com')).toHaveLength(8);
    const [receipt] = mails('bombed@example.com');
    expect(receipt?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(receipt?.headerLines.map(({ key }) => key)).not.toContain('list-id');
  });

  it('one mailbox gets no more than that ceiling, in whatever forms its address is written', async () => {
    const people = ['Flood', 'flood+1', 'flood+2', 'flood+a+b', 'FLOOD+3', 'flood+4', 'flood', 'flood+5'];
    const addresses = people.map((local) => `${local}@example.com`);
    for (const [n, email] of addresses.entries()) await engine.customer(`flood-${n}`, { email });
    await Promise.all(addresses.map((_email, n) => engine.track(`flood-${n}`, 'Receipt Wanted')));
    await rest();
    const reached = () => engine.mail.mails.filter(({ to }) => /flood/i.test(JSON.stringify(to))).length;
    expect(reached()).toBe(6);
    await engine.days(0.1);
    await rest();
    expect(reached()).toBe(8);
  });

  it('a late bounce suppresses the address it is about; the present one is written to', async () => {
    await engine.customer('mover', { email: 'mover-old@example.com' });
    await engine.track('mover', 'Receipt Wanted');
    await rest();
    await engine.identify('mover', { email: 'mover-new@example.com' });
    const [message] = await engine.opened.stores.messageReads.messages({
      tenant: engine.tenant,
      profileId: await engine.profileId('mover'),
      limit: 1,
    });
    await engine.track('mover', 'Email Bounced', { message_id: message?.id ?? '' }, { source: 'mail' });
    await engine.track('mover', 'Receipt Wanted');
    await rest();
    expect(mails('mover-new@example.com')).toHaveLength(1);
    await engine.identify('mover', { email: 'mover-old@example.com' });
    await engine.track('mover', 'Receipt Wanted');
    await rest();
    expect(mails('mover-old@example.com')).toHaveLength(1);
    expect(await reasons('mover')).toEqual(['suppressed']);
  });

  it('a bounce for now suppresses nothing, one that names an address suppresses that one', async () => {
    await engine.customer('soft', { email: 'soft@example.com' });
    const transient = { email: 'soft@example.com', bounceType: 'Transient', bounceSubType: 'MailboxFull' };
    await engine.track('soft', 'Email Bounced', transient, { source: 'standard', trust: 'webhook' });
    await engine.track('soft', 'Email Bounced', { email: 'another@example.com' });
    await engine.track('soft', 'Receipt Wanted');
    await rest();
    expect(mails('soft@example.com')).toHaveLength(1);
    await engine.identify('soft', { email: 'another@example.com' });
    await engine.track('soft', 'Receipt Wanted');
    await rest();
    expect(mails('another@example.com')).toEqual([]);
  });

  it('an address that was taken back gets nothing, and one that is none is said to be none', async () => {
    await engine.customer('unaddressed', { email: 'unset@example.com' });
    const answer = await fetch(`${engine.url}/v1/identify`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${engine.keys.write}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ userId: 'unaddressed', traits: { email: null } }),
    });
    expect(answer.status).toBe(200);
    await engine.engine.dispatcher.idle();
    await engine.track('unaddressed', 'Receipt Wanted');
    await engine.identify('unaddressed', { email: 'unset@@example' });
    await engine.track('unaddressed', 'Receipt Wanted');
    await rest();
    expect(mails('unset@example.com')).toEqual([]);
    expect((await reasons('unaddressed')).toSorted()).toEqual(['address-not-valid', 'no-address']);
  });

  it('a form on a page brings one mail that asks, at most two a day for a mailbox, and a yes only by its link', async () => {
    const email = 'eva@example.com';
    await engine.customer('eva', { email });
    await engine.track('eva', 'Unsubscribed', { channel: 'email', topic: '*' });
    const ask = (n: number, forms: readonly string[]) => ({
      type: 'track',
      event: 'Subscription Requested',
      anonymousId: `form-${forms.length}-${n}`,
      properties: {
        email: forms[n % forms.length],
        topic: 'news',
        firstName: 'https://evil.test',
      },
    });
    const post = (batch: readonly object[]) =>
      fetch(`${engine.url}/v1/batch`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${engine.keys.public}:`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ batch }),
      });
    const five = (forms: readonly string[]) => post(Array.from({ length: 5 }, (_one, n) => ask(n, forms)));
    expect((await five([email, 'Eva@Example.com'])).status).toBe(200);
    await engine.engine.dispatcher.idle();
    expect(mails(email)).toHaveLength(2);
    // Nor by addresses that only look like another mailbox.
    const others = ['eva+1@example.com', 'eva+2@example.com', 'e.va@example.com', 'e.v.a+3@EXAMPLE.com'];
    expect((await five(others)).status).toBe(200);
    await engine.engine.dispatcher.idle();
    expect(others.flatMap((one) => mails(one.toLowerCase()))).toEqual([]);
    // One client asks for no more than ten.
    expect((await post([ask(10, [email])])).status).toBe(429);
    // Neither does an event ask twice that comes again because something after the mail failed.
    const { eventReads } = engine.opened.stores;
    const stored = await eventReads.events({
      tenant: engine.tenant,
      name: 'Subscription Requested',
      limit: 20,
    });
    for (const { id } of stored) await again(engine, id);
    expect(mails(email)).toHaveLength(2);
    const [mail] = mails(email);
    expect(mail?.html).not.toContain('evil.test');
    const [link = ''] = /http[^\s"]+\/y\/[\w-]+/.exec(mail?.text ?? '') ?? [];
    expect((await fetch(link)).status).toBe(200);
    await engine.track('eva', 'News Wanted');
    await rest();
    expect(await reasons('eva')).toEqual(['unsubscribed']);
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    await engine.engine.dispatcher.idle();
    await engine.track('eva', 'News Wanted');
    await rest();
    expect(mails(email)).toHaveLength(3);
    const { tenant, opened } = engine;
    const eva = await opened.stores.profiles.get({ tenant, profileId: await engine.profileId('eva') });
    expect(eva?.consents['email']?.['news']).toMatchObject({
      state: 'granted',
      confirmed: true,
      source: 'double-opt-in',
    });
  });
});
