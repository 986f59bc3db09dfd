import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const mail = (id: string, message: string, more: object = {}) => ({
  id,
  type: 'send',
  channel: 'email',
  message,
  ...more,
});

const files = {
  'offers/ten-percent.json': {
    key: 'ten-percent',
    name: 'Ten percent',
    kind: 'percentage',
    value: 10,
    code: { pattern: 'TEN-########' },
    expires: { after: '7 days' },
    limits: { total: 50, perPerson: 1 },
  },
  'segments/buyers.json': {
    key: 'buyers',
    name: 'Buyers',
    when: {
      all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThanInclusive', value: 1 }],
    },
  },
  'rules/vip.json': {
    name: 'A big order starts the VIP journey',
    on: ['Order Completed'],
    conditions: {
      all: [{ fact: 'event', path: '$.properties.revenue', operator: 'greaterThanInclusive', value: 500 }],
    },
    event: { type: 'enrol', params: { journey: 'vip' } },
  },
  'journeys/cart.json': {
    key: 'cart',
    name: 'Cart',
    stage: 'retention',
    entry: { on: 'Checkout Started', key: '$.properties.checkout_id', again: 'after 7 days' },
    exit: [{ on: 'Order Completed', match: '$.properties.checkout_id', outcome: 'bought' }],
    goal: {
      on: 'Order Completed',
      match: '$.properties.checkout_id',
      within: '14 days',
      value: '$.properties.revenue',
    },
    steps: [
      { id: 'think', type: 'wait', for: '1 hour' },
      mail('remind', 'cart-reminder'),
      {
        id: 'answer',
        type: 'wait-for',
        timeout: '2 days',
        events: [
          {
            on: 'Link Clicked',
            match: 'remind',
            then: [{ id: 'clicked', type: 'exit', outcome: 'clicked' }],
          },
        ],
      },
      {
        id: 'ten',
        type: 'offer',
        offer: 'ten-percent',
        otherwise: [{ id: 'none', type: 'exit', outcome: 'no-budget' }],
      },
      mail('discount', 'cart-discount'),
    ],
  },
  'journeys/thanks.json': {
    key: 'thanks',
    name: 'First order',
    stage: 'retention',
    entry: { segment: 'buyers', when: 'joins' },
    steps: [{ id: 'tag', type: 'update', tags: { add: ['thanked'] } }],
  },
  'journeys/deal.json': {
    key: 'deal',
    name: 'Deal',
    stage: 'acquisition',
    entry: { record: 'deal', when: 'created' },
    exit: [{ on: 'Deal Stage Changed', outcome: 'moved' }],
    steps: [
      { id: 'give', type: 'record', set: { nextStep: 'Call' }, assign: { roundRobin: ['u1', 'u2'] } },
      { id: 'patience', type: 'wait', for: '3 days' },
      { id: 'note', type: 'update', set: { deal: '{{record.name}}: {{record.nextStep}}' } },
    ],
  },
  'journeys/vip.json': {
    key: 'vip',
    name: 'VIP',
    stage: 'retention',
    entry: { api: true },
    steps: [
      {
        id: 'tag',
        type: 'update',
        tags: { add: ['vip'] },
        set: { greeting: 'Dear {{profile.traits.firstName}}' },
      },
    ],
  },
};

describe('journeys on the real servers', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await startTestEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  });

  afterAll(async () => {
    await engine.close();
  });

  const runsOf = async (user: string) => {
    const profileId = await engine.profileId(user);
    return engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 100 });
  };

  const checkout = (id: string) => ({
    checkout_id: id,
    value: 80,
    currency: 'EUR',
    checkout_url: `https://shop.example/${id}`,
    products: [{ product_id: '1', name: 'Fern', price: 80, quantity: 1 }],
  });

  it('carries a customer through waits, mails and an offer over days of virtual time', async () => {
    await engine.customer('ana');
    await engine.track('ana', 'Checkout Started', checkout('a-1'));
    expect(engine.mail.to('ana@example.com')).toHaveLength(0);
    await engine.days(0.05);
    expect(engine.mail.to('ana@example.com')).toHaveLength(1);
    await engine.days(3);
    const mails = engine.mail.to('ana@example.com');
    expect(mails).toHaveLength(2);
    expect(mails[1]?.text).toMatch(/TEN-[A-Z0-9]{8}/);
    expect(
      mails[0]?.headers.get('list-unsubscribe-post') ??
        mails[0]?.headerLines.find((line) => line.key === 'list-unsubscribe-post')?.line,
    ).toContain('One-Click');
    expect((await runsOf('ana')).map((run) => run.outcome)).toEqual(['completed']);
  });

  it('ends only the run of the cart that was bought, in the middle of its wait', async () => {
    await engine.customer('ben');
    await engine.track('ben', 'Checkout Started', checkout('b-1'));
    await engine.track('ben', 'Checkout Started', checkout('b-2'));
    await engine.track('ben', 'Order Completed', {
      checkout_id: 'b-1',
      order_id: 'o-b',
      revenue: 80,
      currency: 'EUR',
    });
    await expect
      .poll(async () =>
        (await runsOf('ben'))
          .map((run) => [run.entryKey, run.outcome ?? run.status])
          .filter(([key]) => key !== '')
          .toSorted(),
      )
      .toEqual([
        ['b-1', 'bought'],
        ['b-2', 'active'],
      ]);
    const bought = (await runsOf('ben')).find((run) => run.entryKey === 'b-1');
    expect(bought?.goalValue).toBe(80);
  });

  it('starts a journey when somebody joins a segment, and by a rule', async () => {
    await engine.customer('clara');
    await engine.track('clara', 'Order Completed', { order_id: 'o-c', revenue: 600, currency: 'EUR' });
    await expect
      .poll(async () =>
        (
          await engine.opened.stores.profiles.get({
            tenant: engine.tenant,
            profileId: await engine.profileId('clara'),
          })
        )?.tags.toSorted(),
      )
      .toEqual(['thanked', 'vip']);
    const clara = await engine.opened.stores.profiles.get({
      tenant: engine.tenant,
      profileId: await engine.profileId('clara'),
    });
    expect(clara?.traits['greeting']).toBe('Dear Ana');
  });

  it('applies a repeated event once', async () => {
    await engine.customer('dan');
    const properties = { order_id: 'o-d', revenue: 50, currency: 'EUR' };
    const id = await engine.track('dan', 'Order Completed', properties);
    await engine.track('dan', 'Order Completed', properties, { messageId: id });
    await engine.track('dan', 'Order Completed', properties);
    const dan = await engine.opened.stores.profiles.get({
      tenant: engine.tenant,
      profileId: await engine.profileId('dan'),
    });
    expect(dan?.computed).toMatchObject({ orders: 1, revenue: 50 });
  });

  it('sends nothing to somebody who withdrew consent before the mail was due', async () => {
    await engine.customer('eva');
    await engine.track('eva', 'Checkout Started', checkout('e-1'));
    await engine.track('eva', 'Consent Withdrawn', { channel: 'email', topic: '*' });
    await engine.days(0.05);
    expect(engine.mail.to('eva@example.com')).toHaveLength(0);
    const rows = await engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      profileId: await engine.profileId('eva'),
      limit: 50,
    });
    expect(rows.find((row) => row.kind === 'skipped')?.reason).toBe('unsubscribed');
  });

  it('suppresses an address that the server refuses for good, and goes on', async () => {
    await engine.customer('fay');
    engine.mail.script = (to) =>
      to.startsWith('fay@') ? { at: 'rcpt', answer: 550, text: '5.1.1 no such user' } : undefined;
    await engine.track('fay', 'Checkout Started', checkout('f-1'));
    await engine.days(0.05);
    engine.mail.script = () => undefined;
    await expect
      .poll(
        async () =>
          (
            await engine.opened.stores.messageReads.messages({
              tenant: engine.tenant,
              profileId: await engine.profileId('fay'),
              limit: 5,
            })
          )[0]?.status,
      )
      .toBe('rejected');
    await engine.days(3);
    expect(engine.mail.to('fay@example.com')).toHaveLength(0);
    const rows = await engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      profileId: await engine.profileId('fay'),
      limit: 50,
    });
    expect(rows.map((row) => row.reason)).toContain('suppressed');
  });

  it('carries a run for each record, which ends by its own record and sees it as it is then', async () => {
    await engine.customer('ida');
    const { tenant } = engine;
    const contact = await engine.profileId('ida');
    const { changeRecords } = engine.engine;
    const named = (id: string) => ({ tenant, kind: 'deal', id, actor: { kind: 'key', id: 'k' } as const });
    for (const id of ['roof', 'fence', 'shed'])
      await changeRecords.create({ ...named(id), given: { data: { name: id, contact } } });
    await engine.comeToRest(tenant);
    await changeRecords.change({ ...named('fence'), change: { stage: 'qualified' } });
    await changeRecords.change({ ...named('roof'), change: { set: { nextStep: 'Visit' } } });
    await changeRecords.remove(named('shed'));
    await engine.days(4);
    const runs = (await runsOf('ida')).map(({ entryKey, outcome }) => [entryKey, outcome]);
    expect(runs.toSorted()).toEqual([
      ['fence', 'moved'],
      ['roof', 'completed'],
      ['shed', 'record-gone'],
    ]);
    const profile = await engine.opened.stores.profiles.get({ tenant, profileId: contact });
    expect(profile?.traits['deal']).toBe('roof: Visit');
    const owners = await engine.opened.stores.records.many({ tenant, ids: ['roof', 'fence', 'shed'] });
    expect(owners.map(({ owner }) => owner).toSorted()).toEqual(['u1', 'u1', 'u2']);
  });

  it('delays people while the mail server refuses for now, and loses none', async () => {
    await engine.customer('gus');
    engine.mail.script = (to) =>
      to.startsWith('gus@') ? { at: 'data', answer: 451, text: '4.3.0 try later' } : undefined;
    await engine.track('gus', 'Checkout Started', checkout('g-1'));
    await engine.days(0.05);
    expect(engine.mail.to('gus@example.com')).toHaveLength(0);
    engine.mail.script = () => undefined;
    await expect.poll(() => engine.mail.to('gus@example.com').length).toBe(1);
  });
});
