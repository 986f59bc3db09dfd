import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { ledgerIsWhole } from '../harness/ledger-is-whole.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const mail = (id: string, message: string) => ({ id, type: 'send', channel: 'email', message });

/** Waits two days, reminds, waits three days for a click, and sends a discount when none came. */
const cart = (key: string) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { on: `Started ${key}`, key: '$.properties.cart', again: 'always' },
  exit: [{ on: 'Order Completed', match: '$.properties.cart', outcome: 'bought' }],
  steps: [
    { id: 'think', type: 'wait', for: '2 days' },
    mail('remind', 'cart-reminder'),
    {
      id: 'answer',
      type: 'wait-for',
      timeout: '3 days',
      events: [{ on: 'Wants More', then: [{ id: 'wanted', type: 'exit', outcome: 'wanted' }] }],
    },
    mail('discount', 'welcome'),
  ],
});

const keys = ['shift', 'catch-up', 'skip', 'held', 'refused', 'heard', 'bought', 'alone', 'many'];

const policies = ['shift', 'catch-up', 'skip'] as const;
/** Which comes first to a run once its journey is frozen: its own time, or the job of the freeze. */
const orders = ['time', 'job'] as const;
const raced = policies.flatMap((policy) => orders.map((order) => ({ policy, order })));

/** Mails each week. */
const weekly = (key: string) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { on: `Started ${key}`, again: 'never' },
  steps: [
    mail('w1', 'welcome'),
    { id: 'p1', type: 'wait', for: '1 week' },
    mail('w2', 'welcome'),
    { id: 'p2', type: 'wait', for: '1 week' },
    mail('w3', 'welcome'),
  ],
});

describe('a journey that stands still', () => {
  let engine: TestedEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    const settings = { launchGuard: { people: 2 } };
    const files = {
      ...Object.fromEntries(keys.map((key) => [`journeys/${key}.json`, cart(key)])),
      ...Object.fromEntries(
        raced.map(({ policy, order }) => [`journeys/${policy}-${order}.json`, weekly(`${policy}-${order}`)]),
      ),
      'journeys/dated.json': {
        ...cart('dated'),
        steps: [
          { id: 'renewal', type: 'wait', until: { date: '$.profile.traits.renewal' } },
          { id: 'present', type: 'points', by: 100, reason: 'A present' },
          { id: 'rest', type: 'wait', for: '30 days' },
        ],
      },
    };
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files, settings }) });
    admin = adminClient(engine);
  });

  afterAll(() => engine.close());

  const enter = async (journey: string, person: string): Promise<void> => {
    await engine.customer(person);
    await engine.track(person, `Started ${journey}`, {
      cart: person,
      checkout_url: 'https://shop.example/c',
      value: 80,
      currency: 'EUR',
      products: [{ product_id: '1', name: 'Fern', price: 80, quantity: 1 }],
    });
  };

  const runOf = async (journey: string, person: string) => {
    const profileId = await engine.profileId(person);
    const { runReads } = engine.opened.stores;
    const [run] = await runReads.runs({ tenant: engine.tenant, journey, profileId, limit: 1 });
    return run;
  };

  const mails = (person: string): number => engine.mail.to(`${person}@example.com`).length;
  const now = (): number => engine.engine.clock.now(engine.tenant);

  it('sends nothing for weeks, then goes on with every wait later by as long as it stood still', async () => {
    await enter('shift', 'ana');
    await engine.days(1);
    expect(await admin.steer('shift', 'freeze')).toMatchObject({ state: 'done', total: 1, done: 1 });
    await engine.days(21);
    expect(mails('ana')).toBe(0);
    expect(await runOf('shift', 'ana')).toMatchObject({ status: 'active', step: 'think' });
    expect(await admin.steer('shift', 'resume')).toMatchObject({ state: 'done', total: 1, done: 1 });
    const wakeAt = (await runOf('shift', 'ana'))?.wakeAt ?? 0;
    expect(Math.abs(wakeAt - now() - day)).toBeLessThan(minute);
    await engine.days(0.9);
    expect(mails('ana')).toBe(0);
    await engine.days(0.2);
    expect(mails('ana')).toBe(1);
  });

  it('catches up with what came due meanwhile, and then keeps its own pace', async () => {
    await enter('catch-up', 'ben');
    await admin.steer('catch-up', 'freeze');
    await engine.days(14);
    expect(mails('ben')).toBe(0);
    await admin.steer('catch-up', 'resume', { policy: 'catch-up' });
    await expect.poll(() => mails('ben')).toBe(1);
    expect(await runOf('catch-up', 'ben')).toMatchObject({ step: 'answer' });
    await engine.days(3.1);
    expect(mails('ben')).toBe(2);
  });

  it('leaves out what came due meanwhile, up to the next wait', async () => {
    await enter('skip', 'cleo');
    await admin.steer('skip', 'freeze');
    await engine.days(14);
    await admin.steer('skip', 'resume', { policy: 'skip' });
    await expect.poll(async () => (await runOf('skip', 'cleo'))?.step).toBe('answer');
    expect(mails('cleo')).toBe(0);
    await engine.days(3.1);
    expect(mails('cleo')).toBe(1);
  });

  it('holds those who come in meanwhile at the first step', async () => {
    await admin.steer('held', 'freeze', { reason: 'the shop is closed' });
    await enter('held', 'dan');
    expect(await runOf('held', 'dan')).toMatchObject({ status: 'active', step: 'think' });
    expect((await runOf('held', 'dan'))?.state.frozen).not.toBeNull();
    await engine.days(10);
    expect(mails('dan')).toBe(0);
    expect(await admin.steer('held', 'resume')).toMatchObject({ done: 1 });
    await engine.days(2.1);
    expect(mails('dan')).toBe(1);
  });

  it('takes nobody in while it stands still if it is told so, and everybody after', async () => {
    await admin.steer('refused', 'freeze', { entries: 'refuse' });
    await enter('refused', 'eva');
    expect(await runOf('refused', 'eva')).toBeUndefined();
    await admin.steer('refused', 'resume');
    await enter('refused', 'eva');
    expect(await runOf('refused', 'eva')).toMatchObject({ status: 'active', step: 'think' });
  });

  it('hears on resume what a wait-for waited for, however much else came meanwhile', async () => {
    await enter('heard', 'fay');
    await engine.days(2.1);
    expect(await runOf('heard', 'fay')).toMatchObject({ step: 'answer' });
    await admin.steer('heard', 'freeze');
    for (let n = 0; n < 120; n += 1) await engine.track('fay', 'Order Completed', { cart: 'other' });
    await engine.track('fay', 'Wants More');
    await engine.days(30);
    expect(await runOf('heard', 'fay')).toMatchObject({ status: 'active', step: 'answer' });
    await admin.steer('heard', 'resume', { policy: 'catch-up' });
    await expect.poll(async () => (await runOf('heard', 'fay'))?.outcome).toBe('wanted');
    expect(mails('fay')).toBe(1);
  });

  it('ends on resume for those who bought meanwhile, before anything is sent', async () => {
    await enter('bought', 'gus');
    await admin.steer('bought', 'freeze');
    await engine.track('gus', 'Order Completed', { cart: 'gus' });
    await engine.days(10);
    await admin.steer('bought', 'resume', { policy: 'catch-up' });
    await expect.poll(async () => (await runOf('bought', 'gus'))?.outcome).toBe('bought');
    expect(mails('gus')).toBe(0);
  });

  it('hears on resume of a purchase before a date that has passed takes them on', async () => {
    await engine.customer('uma', { renewal: new Date(now() + day).toISOString() });
    await engine.track('uma', 'Started dated', { cart: 'uma' });
    expect(await runOf('dated', 'uma')).toMatchObject({ step: 'renewal' });
    await admin.steer('dated', 'freeze');
    await engine.track('uma', 'Order Completed', { cart: 'uma' });
    await engine.days(10);
    await admin.steer('dated', 'resume', { policy: 'catch-up' });
    await expect.poll(async () => (await runOf('dated', 'uma'))?.outcome).toBe('bought');
    const run = (await runOf('dated', 'uma'))?.id ?? '';
    const { decisionReads } = engine.opened.stores;
    await ledgerIsWhole({ stores: engine.opened.stores, tenant: engine.tenant, run });
    const rows = await decisionReads.decisions({ tenant: engine.tenant, run, limit: 50 });
    expect(rows.map(({ kind }) => kind)).not.toContain('updated');
    expect(rows.map(({ kind, reason }) => `${kind} ${reason ?? ''}`)).toContain('resumed catch-up');
  });

  it('lets nobody go on alone, and leaves those frozen alone who were before', async () => {
    await enter('alone', 'hal');
    await enter('alone', 'ines');
    const hal = await runOf('alone', 'hal');
    const ines = await runOf('alone', 'ines');
    const command = (id: string | undefined, kind: string) =>
      admin.call('POST', `/api/runs/${id}/commands`, { kind });
    const frozenOf = async (person: string) => (await runOf('alone', person))?.state.frozen ?? null;
    await command(hal?.id, 'freeze');
    await expect.poll(() => frozenOf('hal')).not.toBeNull();
    await admin.steer('alone', 'freeze');
    await command(ines?.id, 'resume');
    await command(ines?.id, 'skip');
    await expect.poll(async () => (await runOf('alone', 'ines'))?.step).toBe('remind');
    expect(await frozenOf('ines')).not.toBeNull();
    expect(mails('ines')).toBe(0);
    await admin.steer('alone', 'resume');
    await expect.poll(() => mails('ines')).toBe(1);
    expect(await frozenOf('hal')).not.toBeNull();
    const { decisionReads } = engine.opened.stores;
    const rows = await decisionReads.decisions({ tenant: engine.tenant, run: ines?.id ?? '', limit: 50 });
    expect(rows.map(({ kind, reason }) => `${kind} ${reason ?? ''}`)).toContain('refused journey-frozen');
  });

  /** Whom a journey of three mails and two weeks between them keeps after it stood still for 30 days. */
  const whatCame = async (policy: (typeof policies)[number], order: (typeof orders)[number]) => {
    const key = `${policy}-${order}`;
    const people = Array.from({ length: 4 }, (_, n) => `${key}-${n}`);
    for (const person of people) {
      await engine.customer(person);
      await engine.track(person, `Started ${key}`);
    }
    if (order === 'job') await admin.steer(key, 'freeze');
    else {
      // It stands still, and its job has come to nobody yet.
      const frozen = { id: key, at: now(), entries: 'hold' } as const;
      await engine.opened.stores.workspaces.setMode({
        tenant: engine.tenant,
        journey: key,
        mode: 'live',
        frozen,
      });
    }
    await engine.days(30);
    await admin.steer(key, 'freeze');
    const before = people.map(mails);
    await admin.steer(key, 'resume', { policy });
    await engine.days(0.1);
    const { decisionReads } = engine.opened.stores;
    const ledgers = await Promise.all(
      people.map(async (person) => {
        const run = (await runOf(key, person))?.id ?? '';
        const rows = await decisionReads.decisions({ tenant: engine.tenant, run, limit: 50 });
        return rows
          .toSorted((a, b) => a.at - b.at || a.n - b.n)
          .map(({ kind, step, reason }) => [step ?? '', kind, reason ?? ''].join(' ').trim());
      }),
    );
    return { before, after: people.map(mails), ledgers };
  };

  const entered = ['entered', 'w1 sent', 'p1 waiting duration', 'p1 frozen journey'];
  const expected = {
    shift: { mails: 1, rows: [...entered, 'p1 resumed shift', 'p1 waiting duration'] },
    'catch-up': {
      mails: 2,
      rows: [...entered, 'p1 resumed catch-up', 'p1 waited', 'w2 sent', 'p2 waiting duration'],
    },
    skip: {
      mails: 1,
      rows: [...entered, 'p1 resumed skip', 'p1 waited', 'w2 skipped overdue', 'p2 waiting duration'],
    },
  };

  it.each(raced)(
    'treats what came due while it stood still by its policy, and the ledger says one thing, whatever came first: $policy, $order',
    async ({ policy, order }) => {
      const { before, after, ledgers } = await whatCame(policy, order);
      expect(before).toEqual([1, 1, 1, 1]);
      expect(after).toEqual(after.map(() => expected[policy].mails));
      for (const ledger of ledgers) expect(ledger).toEqual(expected[policy].rows);
    },
  );

  it('asks for the number before it lets many go on at once who came in meanwhile', async () => {
    await admin.steer('many', 'freeze');
    for (const person of ['m1', 'm2', 'm3']) await enter('many', person);
    const resume = (body: object, query = '') =>
      admin.call('POST', `/api/journeys/many/resume${query}`, body);
    expect(await resume({}, '?dryRun=1')).toMatchObject({ status: 200, body: { people: 3, entering: 3 } });
    expect(await resume({})).toMatchObject({
      status: 409,
      body: { problems: [{ code: 'launch-guard', hint: expect.stringContaining('--expect 3') }] },
    });
    expect(await admin.call('GET', '/api/journeys/many')).toMatchObject({
      body: { mode: 'live', frozen: { entries: 'hold' } },
    });
    expect(await admin.steer('many', 'resume', { expect: 3 })).toMatchObject({ done: 3 });
  });
});
