import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const shown = z.looseObject({
  id: z.string(),
  state: z.string(),
  figures: z.looseObject({ sent: z.int() }),
  matched: z.int().optional(),
  winner: z.looseObject({ variant: z.string(), by: z.string() }).optional(),
});
const reasons = z.array(z.looseObject({ reason: z.string(), people: z.int() }));
const estimate = z.looseObject({
  reached: z.looseObject({ people: z.int(), low: z.int(), high: z.int() }),
  matched: z.int(),
  isExact: z.boolean(),
  sent: z.int(),
  heldOut: z.int(),
  skipped: reasons,
  waits: reasons,
});
const results = z.looseObject({
  progress: z.looseObject({ heldOut: z.int(), sent: z.int(), waiting: z.int(), skipped: reasons }),
  variants: z.array(z.looseObject({ name: z.string(), sent: z.int(), clicked: z.int() })),
  converted: z.int(),
  revenue: z.array(z.looseObject({ currency: z.string(), minor: z.int() })),
  lift: z.looseObject({ kind: z.string() }).optional(),
});

const byReason = (rows: z.infer<typeof reasons>): Record<string, number> =>
  Object.fromEntries(rows.map(({ reason, people }) => [reason, people]));

/** People who have this trait. */
const inGroup = (group: string) => ({
  when: { all: [{ fact: 'profile', path: '$.traits.group', operator: 'equal', value: group }] },
});

describe('a broadcast', () => {
  let engine: TestedEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    engine = await startMemoryEngine({
      start: Date.UTC(2026, 2, 10, 6),
      files: (tenant) =>
        shopFiles({
          tenant,
          messages: ['welcome', 'welcome-tips'],
          files: {
            'segments/staff.json': {
              key: 'staff',
              name: 'Staff',
              when: { all: [{ fact: 'profile', path: '$.traits.staff', operator: 'equal', value: true }] },
            },
          },
          settings: { timezone: 'UTC', launchGuard: { people: 60 } },
        }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const ok = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await admin.call(method, path, body);
    expect([method, path, answer.status, answer.status < 300 ? '' : answer.body]).toEqual([
      method,
      path,
      answer.status === 201 ? 201 : 200,
      '',
    ]);
    return answer.body;
  };
  const draft = async (plan: object): Promise<string> =>
    shown.parse(await ok('POST', '/api/broadcasts', { name: 'News', ...plan })).id;
  const show = async (id: string) => shown.parse(await ok('GET', `/api/broadcasts/${id}`));
  const steer = async (id: string, verb: string, body: object = {}) =>
    shown.parse(await ok('POST', `/api/broadcasts/${id}/${verb}`, body));
  const resultsOf = async (id: string) => results.parse(await ok('GET', `/api/broadcasts/${id}/results`));
  const people = async (group: string, count: number, traits: object = {}): Promise<readonly string[]> => {
    const names = Array.from({ length: count }, (_, n) => `${group}-${n}`);
    for (const name of names) await engine.customer(name, { group, ...traits });
    return names;
  };
  const mailsTo = (names: readonly string[]): readonly number[] =>
    names.map((name) => engine.mail.to(`${name}@example.com`).length);
  const welcome = [{ name: 'a', message: 'welcome' }];

  it('reaches everybody who may be reached once, and says before and after who falls away and why', async () => {
    const names = await people('news', 12);
    await engine.identify('news-silent', { group: 'news', email: 'news-silent@example.com' });
    await engine.customer('news-nowhere', { group: 'news', email: null });
    await engine.customer('news-staff', { group: 'news', staff: true });
    await ok('POST', '/api/suppressions', { address: 'news-3@example.com' });
    const plan = {
      audience: { ...inGroup('news'), exclude: ['staff'] },
      variants: welcome,
      topic: 'news',
      // Of fourteen people some are held out, and some are not, whatever their ids are.
      holdout: 50,
    };
    const id = await draft(plan);
    const whole = { plan: { name: 'News', ...plan, holdout: 0 }, id };
    const all = estimate.parse(await ok('POST', '/api/broadcasts/audience', whole));
    expect(byReason(all.skipped)).toMatchObject({ 'no-consent': 1, 'no-address': 1, suppressed: 1 });
    const asked = { plan: { name: 'News', ...plan }, id };
    const before = estimate.parse(await ok('POST', '/api/broadcasts/audience', asked));
    expect(before).toMatchObject({ matched: 14, isExact: true });

    await steer(id, 'schedule');
    expect(await show(id)).toMatchObject({ state: 'sent', matched: 14, figures: { sent: before.sent } });
    const after = await resultsOf(id);
    expect(after.progress).toMatchObject({ sent: before.sent, heldOut: before.heldOut, waiting: 0 });
    expect(byReason(after.progress.skipped)).toEqual(byReason(before.skipped));
    expect(before.sent + before.heldOut + before.skipped.reduce((sum, { people: n }) => sum + n, 0)).toBe(14);
    expect(mailsTo(['news-silent', 'news-staff', 'news-3'])).toEqual([0, 0, 0]);
    expect(mailsTo(names).reduce((sum, n) => sum + n, 0)).toBe(before.sent);
    expect(after.lift).toMatchObject({ kind: 'holdout' });
  });

  it('counts what people bought within its time, once, against the goal it names', async () => {
    const [ana = '', ben = ''] = await people('buyers', 2);
    const id = await draft({
      audience: inGroup('buyers'),
      variants: welcome,
      goal: { on: 'Order Completed', within: '3 days', value: '$.properties.revenue' },
    });
    await steer(id, 'schedule');
    const order = (n: number) => ({ order_id: `b-${n}`, revenue: 30, currency: 'EUR' });
    await engine.track(ana, 'Order Completed', order(1));
    await engine.track(ana, 'Order Completed', order(2));
    await engine.days(4);
    await engine.track(ben, 'Order Completed', order(3));
    const { converted, revenue } = await resultsOf(id);
    expect([converted, revenue]).toMatchObject([1, [{ currency: 'EUR', minor: 3000 }]]);
  });

  it('reaches each person at the local time of their zone', async () => {
    const zones = ['Asia/Tokyo', 'Europe/Madrid', 'America/New_York'];
    for (const [n, timezone] of zones.entries())
      await engine.customer(`zone-${n}`, { group: 'zones', timezone });
    const now = engine.engine.clock.now(engine.tenant);
    const on = new Date(now + 2 * day).toISOString().slice(0, 10);
    const id = await draft({
      audience: inGroup('zones'),
      variants: welcome,
      schedule: { kind: 'local', at: `${on}T09:00` },
    });
    expect(await steer(id, 'schedule')).toMatchObject({ state: 'scheduled' });
    const names = zones.map((_, n) => `zone-${n}`);
    const start = Date.parse(`${on}T00:00:00Z`);
    const at = async (instant: number): Promise<readonly number[]> => {
      await engine.days((instant - engine.engine.clock.now(engine.tenant)) / day);
      return mailsTo(names);
    };
    expect(await at(start - 1 * minute)).toEqual([0, 0, 0]);
    expect(await at(start + 1 * minute)).toEqual([1, 0, 0]);
    expect(await at(start + 8 * hour + minute)).toEqual([1, 1, 0]);
    expect(await at(start + 13 * hour + minute)).toEqual([1, 1, 1]);
    expect(await at(start + 30 * hour)).toEqual([1, 1, 1]);
    expect(await show(id)).toMatchObject({ state: 'sent', figures: { sent: 3 } });
  });

  it('keeps its pace, stands still while it is paused, and loses and doubles nobody', async () => {
    const names = await people('slow', 6);
    const id = await draft({ audience: inGroup('slow'), variants: welcome, perMinute: 12 });
    await steer(id, 'schedule');
    const sent = (): number => mailsTo(names).reduce((sum, n) => sum + n, 0);
    const early = sent();
    expect(early).toBeLessThan(6);
    const operation = async () => {
      const { operations } = z
        .object({ operations: z.array(z.looseObject({ id: z.string() })) })
        .parse(await ok('GET', '/api/operations?kind=broadcast'));
      return operations.filter((one) => one.id === id);
    };
    expect(await operation()).toMatchObject([
      { what: 'News', state: 'running', done: early, total: 6, share: early / 6 },
    ]);
    expect(await steer(id, 'pause')).toMatchObject({ state: 'paused' });
    expect(await operation()).toMatchObject([{ state: 'paused' }]);
    const paused = sent();
    await engine.days(1);
    expect(sent()).toBe(paused);
    expect(await steer(id, 'resume')).toMatchObject({ state: 'sending' });
    await engine.days(1);
    expect(mailsTo(names)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await show(id)).toMatchObject({ state: 'sent' });
    expect(await operation()).toMatchObject([{ state: 'done', done: 6, share: 1 }]);
  });

  it('sends nothing more once it is cancelled, also to those who wait for quiet hours', async () => {
    const names = await people('night', 3);
    const files = await shopFiles({
      tenant: engine.tenant,
      messages: ['welcome', 'welcome-tips'],
      files: {},
      settings: {
        timezone: 'UTC',
        quietHours: [{ from: '00:00', to: '23:59' }],
        launchGuard: { people: 60 },
      },
    });
    await engine.publishFiles(files);
    const id = await draft({ audience: inGroup('night'), variants: welcome });
    const asked = { plan: { name: 'x', audience: inGroup('night'), variants: welcome }, id };
    const before = estimate.parse(await ok('POST', '/api/broadcasts/audience', asked));
    expect(byReason(before.waits)).toEqual({ 'quiet-hours': 3 });
    await steer(id, 'schedule');
    expect((await resultsOf(id)).progress).toMatchObject({ sent: 0, waiting: 3 });
    expect(await show(id)).toMatchObject({ state: 'sending' });
    await steer(id, 'pause');
    await engine.days(2);
    expect(mailsTo(names)).toEqual([0, 0, 0]);
    await steer(id, 'cancel');
    await engine.days(2);
    expect(mailsTo(names)).toEqual([0, 0, 0]);
    expect((await resultsOf(id)).progress).toMatchObject({ sent: 0, waiting: 0 });
    const open = await shopFiles({
      tenant: engine.tenant,
      messages: ['welcome', 'welcome-tips'],
      files: {},
      settings: { timezone: 'UTC', launchGuard: { people: 60 } },
    });
    await engine.publishFiles(open);
  });

  it('tries variants on a part and sends the better one to the others, each person one', async () => {
    const names = await people('lot', 40);
    const id = await draft({
      audience: inGroup('lot'),
      variants: [
        { name: 'short', message: 'welcome' },
        { name: 'long', message: 'welcome-tips' },
      ],
      test: { share: 50, after: '4 hours', by: 'clicked' },
    });
    await steer(id, 'schedule');
    expect(await show(id)).toMatchObject({ state: 'testing' });
    const { variants } = await resultsOf(id);
    expect(variants.every(({ sent }) => sent > 0)).toBe(true);
    const { rows } = z
      .object({
        messages: z.array(z.looseObject({ id: z.string(), step: z.string(), profileId: z.string() })),
      })
      .transform(({ messages }) => ({ rows: messages }))
      .parse(await ok('GET', `/api/messages?journey=${encodeURIComponent(`broadcast:${id}`)}&limit=200`));
    const clicked = rows.find(({ step }) => step === 'send-long');
    await engine.send({
      name: 'Link Clicked',
      profileId: clicked?.profileId ?? '',
      trust: 'engine',
      properties: { message_id: clicked?.id ?? '' },
    });
    await engine.days(1);
    expect(await show(id)).toMatchObject({ state: 'sent', winner: { variant: 'long', by: 'rate' } });
    expect(mailsTo(names)).toEqual(names.map(() => 1));
    const short = (await resultsOf(id)).variants.find(({ name }) => name === 'short');
    expect(short?.sent).toBe(variants.find(({ name }) => name === 'short')?.sent);
  });

  it('mails nobody twice when a page is done again', async () => {
    const names = await people('again', 5);
    const id = await draft({ audience: inGroup('again'), variants: welcome });
    await steer(id, 'schedule');
    const { broadcasts } = engine.opened.stores;
    const { tenant } = engine;
    const found = await broadcasts.get({ tenant, id });
    await broadcasts.change({
      tenant,
      id,
      rev: found?.rev ?? 0,
      state: 'sent',
      set: { state: 'sending', isThrough: false },
      due: 0,
    });
    await engine.comeToRest(tenant);
    expect(mailsTo(names)).toEqual([1, 1, 1, 1, 1]);
    expect(await show(id)).toMatchObject({ state: 'sent', figures: { sent: 5 } });
  });

  it('says everything that keeps a draft from being sent, and asks for the number of very many people', async () => {
    const id = await draft({
      audience: { segments: ['stuff'] },
      variants: [{ name: 'a', message: 'nothing' }],
      topic: 'gossip',
      test: { share: 10, after: '1 hour', by: 'opened' },
      schedule: { kind: 'at', at: '2020-01-01T00:00:00Z' },
    });
    const refused = await admin.call('POST', `/api/broadcasts/${id}/schedule`, {});
    const { problems } = z
      .looseObject({ problems: z.array(z.looseObject({ code: z.string() })) })
      .parse(refused.body);
    expect([refused.status, problems.map(({ code }) => code)]).toEqual([
      422,
      ['unknown-segment', 'unknown-topic', 'unknown-message', 'past', 'few-variants'],
    ]);
    const many = await draft({ audience: { everybody: true }, variants: welcome });
    const guarded = await admin.call('POST', `/api/broadcasts/${many}/schedule`, {});
    expect([guarded.status, guarded.body]).toMatchObject([409, { problems: [{ code: 'launch-guard' }] }]);
    await ok('DELETE', `/api/broadcasts/${many}`);
    expect((await admin.call('GET', `/api/broadcasts/${many}`)).status).toBe(404);
  });

  it('changes a draft only as somebody saw it, and nothing that is under way', async () => {
    const id = await draft({ audience: inGroup('none'), variants: welcome });
    expect(await ok('GET', '/api/operations?kind=broadcast')).not.toMatchObject({
      operations: expect.arrayContaining([expect.objectContaining({ id })]),
    });
    const plan = { name: 'Other', audience: inGroup('none'), variants: welcome };
    await ok('PUT', `/api/broadcasts/${id}`, { plan, rev: 0 });
    expect((await admin.call('PUT', `/api/broadcasts/${id}`, { plan, rev: 0 })).status).toBe(409);
    await steer(id, 'schedule');
    expect((await admin.call('PUT', `/api/broadcasts/${id}`, { plan })).status).toBe(409);
    expect((await admin.call('POST', `/api/broadcasts/${id}/pause`, {})).status).toBe(409);
  });
});
