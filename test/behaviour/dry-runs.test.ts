import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { engineClient, type EngineClient } from '../../cli/engine-client.ts';
import { runDryRun } from '../../cli/simulate/run-dry-run.ts';
import { runValidate } from '../../cli/workspace/run-validate.ts';
import { runSimulate } from '../../cli/simulate/run-simulate.ts';
import { readWorkspace } from '../../server/workspace/read-workspace.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';

const templates = join(import.meta.dirname, '../../templates');
const counts = z.record(z.string(), z.number());

const partSchema = z.looseObject({
  total: z.number().optional(),
  people: z.number(),
  entered: z.number(),
  runs: z.number(),
  refused: counts,
  outcomes: counts,
  converted: z.number(),
  value: z.number(),
  messages: counts,
  days: counts,
  missed: counts,
  steps: z.array(z.looseObject({ step: z.string(), runs: z.number(), decisions: counts })),
  offers: z.array(z.object({ offer: z.string(), needed: z.number(), left: z.number().nullable() })),
  told: z
    .array(
      z.looseObject({
        profileId: z.string(),
        runs: z.array(
          z.looseObject({ outcome: z.string().nullable(), messages: z.array(z.looseObject({})) }),
        ),
      }),
    )
    .optional(),
  next: z.string().optional(),
});

const problemsSchema = z.object({
  problems: z.array(z.looseObject({ code: z.string(), path: z.string(), message: z.string() })),
});

let engine: TestedEngine;
let client: EngineClient;

/** A quiet journey for carts: what is published sends no mail, so the caps of people are untouched. */
const quiet = JSON.stringify({
  key: 'cart-recovery',
  name: 'Quiet',
  stage: 'retention',
  entry: { on: 'Checkout Started', key: '$.properties.checkout_id', again: 'always' },
  steps: [{ id: 'note', type: 'update', tags: { add: ['left-a-cart'] } }],
});

beforeAll(async () => {
  const files = await readWorkspace(templates);
  engine = await startMemoryEngine({
    files: async (tenant) => ({
      ...files,
      'ciclo.json': (files['ciclo.json'] ?? '').replace('"default"', JSON.stringify(tenant)),
      'journeys/cart-recovery.json': quiet,
    }),
    env: { SHOPIFY_WEBHOOK_SECRET: 's', STANDARD_WEBHOOK_SECRET: 'whsec_c2VjcmV0' },
  });
  client = engineClient({ url: engine.url, apiKey: engine.keys.api });
  for (let n = 0; n < 24; n += 1) {
    const user = `u${n}`;
    if (n % 4 === 0) await engine.identify(user, { email: `${user}@example.com`, locale: 'fr' });
    else await engine.customer(user, { locale: 'es' });
    await engine.track(user, 'Checkout Started', { checkout_id: `c${n}`, value: 80, currency: 'EUR' });
  }
  await engine.track('u1', 'Order Completed', {
    order_id: 'o1',
    checkout_id: 'c1',
    revenue: 80,
    currency: 'EUR',
  });
});
afterAll(() => engine.close());

/** The real cart journey, as a draft. */
const draft = async (): Promise<Record<string, unknown>> =>
  z
    .record(z.string(), z.unknown())
    .parse(JSON.parse((await readWorkspace(templates))['journeys/cart-recovery.json'] ?? '{}'));

const ask = async (what: 'dry-run' | 'replay', body: Record<string, unknown>) =>
  partSchema.parse(await client.call({ path: `/api/journeys/cart-recovery/${what}`, body }));

/** What is stored of the tenant, counted: a dry run must leave it as it is. */
const stored = async (): Promise<readonly number[]> => {
  const { collections } = engine.opened.stores;
  const names = ['profiles', 'events', 'runs', 'ledger', 'messages', 'coupons', 'orders'];
  return Promise.all(
    names.map((name) =>
      collections.named<{ _id: string; tenant: string }>(name).countDocuments({ tenant: engine.tenant }),
    ),
  );
};

describe('a dry run with the people there are', () => {
  it('counts who would enter and what each step would do, and changes nothing', async () => {
    const before = await stored();
    const part = await ask('dry-run', { definition: await draft(), days: 7 });
    expect(part).toMatchObject({ total: 24, people: 24, entered: 24, runs: 24 });
    expect(part.messages).toEqual({ 'cart-reminder': 18, 'cart-discount': 18 });
    expect(part.missed).toMatchObject({ optedOut: 6, suppressed: 0, unreachable: 0 });
    const remind = part.steps.find((one) => one.step === 'remind');
    expect(remind).toMatchObject({ runs: 24, decisions: { sent: 18, 'skipped:no-consent': 6 } });
    expect(Object.values(part.days).reduce((sum, count) => sum + count, 0)).toBe(36);
    expect(part.offers).toEqual([{ offer: 'ten-percent', needed: 24, left: 500 }]);
    expect(part['costs']).toMatchObject({
      currency: 'EUR',
      coupons: [{ offer: 'ten-percent', given: 24, atMost: null, expected: null, used: 0 }],
      points: [],
      all: { people: 24, coupons: 24, orders: 0, after: 0 },
    });
    expect(await stored()).toEqual(before);
    expect(engine.mail.mails).toEqual([]);
  });

  it('comes in parts of any size that add up to the whole, with the total said once', async () => {
    let people = 0;
    let cursor: string | undefined;
    const totals: (number | undefined)[] = [];
    do {
      const part = await ask('dry-run', {
        definition: await draft(),
        sample: 10,
        ...(cursor === undefined ? {} : { cursor }),
      });
      totals.push(part.total);
      people += part.people;
      cursor = part.next;
    } while (cursor !== undefined);
    expect(people).toBe(24);
    expect(totals[0]).toBe(24);
    expect(totals.slice(1).every((total) => total === undefined)).toBe(true);
  });

  it('knows who is suppressed, and what was spent of a budget', async () => {
    await client.call({ path: '/api/suppressions', body: { address: 'u2@example.com' } });
    const part = await ask('dry-run', { definition: await draft() });
    expect(part.missed).toMatchObject({ suppressed: 1 });
    expect(part.messages).toEqual({ 'cart-reminder': 17, 'cart-discount': 17 });
    await client.call({ method: 'DELETE', path: '/api/suppressions?address=u2@example.com&channel=email' });
  });

  it('plays the members of a segment as they are, once each', async () => {
    const definition = {
      ...(await draft()),
      entry: { segment: 'new', present: true },
      exit: [],
      goal: undefined,
      steps: [{ id: 'hi', type: 'send', channel: 'email', message: 'lapsed-offer' }],
    };
    const part = await ask('dry-run', { definition });
    expect(part).toMatchObject({ total: 24, people: 24, entered: 24 });
  });

  it('refuses a draft that is not valid with all its problems, and a journey there is not', async () => {
    const broken = {
      ...(await draft()),
      steps: [{ id: 'x', type: 'send', channel: 'email', message: 'nothing' }],
    };
    await expect(ask('dry-run', { definition: broken })).rejects.toThrow('nothing');
    await expect(client.call({ path: '/api/journeys/none/dry-run', body: {} })).rejects.toThrow('no journey');
    await expect(ask('dry-run', { days: 1000 })).rejects.toThrow('refused');
  });

  it('is told by the command as a table', async () => {
    const lines: string[] = [];
    const code = await runDryRun({
      what: 'dry-run',
      journey: 'cart-recovery',
      dir: templates,
      days: 7,
      sample: 12,
      json: false,
      client,
      say: (line) => lines.push(line),
    });
    expect(code).toBe(0);
    const text = lines.join('\n');
    expect(text).toContain('12 of 24 people were played');
    expect(text).toContain('Coupons of ten-percent: 12 needed, 24 for everybody, 500 left.');
    expect(text).toContain('ten-percent: 12 coupons, at most unknown EUR');
  });
});

describe('a replay of what happened', () => {
  it('says who would have entered, what they would have got and when, and who would have converted', async () => {
    const before = await stored();
    await engine.days(5);
    const part = await ask('replay', { definition: await draft(), days: 10 });
    expect(part).toMatchObject({ total: 24, people: 24, entered: 24, converted: 1, value: 80 });
    expect(part.outcomes).toEqual({ bought: 1, completed: 23 });
    expect(part.messages).toEqual({ 'cart-reminder': 17, 'cart-discount': 17 });
    // The order earns 80 points of the club in the play, on top of those it really earned.
    expect(part['costs']).toMatchObject({
      points: [{ program: 'club', earned: 80, bySteps: 0, outstanding: 80, value: 160 }],
      all: { orders: 1, revenue: 8000, costed: 0, pointsValue: 160, after: -160 },
    });
    const buyer = await engine.profileId('u1');
    const told = part.told?.find((one) => one.profileId === buyer);
    expect(told?.runs).toMatchObject([{ key: 'c1', outcome: 'bought', messages: [], value: 80 }]);
    expect(await stored()).toEqual(before);
    expect(engine.mail.mails).toEqual([]);
  });

  it('looks no further back than it is asked', async () => {
    const part = await ask('replay', { definition: await draft(), days: 2 });
    expect(part).toMatchObject({ total: 0, people: 0, runs: 0 });
  });
});

describe('lint beside the people and events there are', () => {
  const lint = async (definition: Record<string, unknown>) =>
    problemsSchema.parse(
      await client.call({ path: '/api/journeys/cart-recovery/lint', body: { definition } }),
    ).problems;

  it('doubts what never came, what matches nothing, and languages nobody wrote in', async () => {
    const problems = await lint({
      ...(await draft()),
      exit: [
        { on: 'Quote Accepted', outcome: 'bought' },
        { on: 'Checkout Started', match: '$.properties.cart_token', outcome: 'again' },
      ],
    });
    const of = (code: string) => problems.filter((one) => one.code === code).map((one) => one.path);
    expect(of('event-never-came')).toEqual(['exit[0]']);
    expect(of('match-finds-nothing')).toEqual(['exit[1].match']);
    expect(problems.find((one) => one.code === 'missing-locale')?.message).toContain('25 %');
  });

  it('doubts traits that nobody has and no schema names, with the nearest one there is', async () => {
    const base = await draft();
    const steps = z.array(z.unknown()).parse(base['steps']);
    const reading = (path: string) => {
      const when = { all: [{ fact: 'profile', path, operator: 'equal', value: 'x' }] };
      return {
        id: 'known',
        type: 'branch',
        cases: [{ when, then: [{ id: 'rest', type: 'wait', for: '1 hour' }] }],
      };
    };
    const codes = async (path: string) => lint({ ...base, steps: [reading(path), ...steps] });
    const doubts = (problems: Awaited<ReturnType<typeof lint>>) =>
      problems.filter((one) => one.code === 'trait-never-set');
    expect(doubts(await codes('$.traits.email'))).toEqual([]);
    expect(doubts(await codes('$.traits.emial'))).toMatchObject([
      { step: 'known', hint: expect.stringContaining('Did you mean `email`?') },
    ]);
  });

  it('says how many people are in another live journey that sends marketing', async () => {
    for (let n = 0; n < 12; n += 1) await engine.track(`u${n}`, 'Customer Created');
    const overlap = (await lint(await draft())).find((one) => one.code === 'overlap');
    expect(overlap?.message).toContain('50 % of these people were lately in `welcome`');
  });

  it('is part of validating a folder beside a running engine', async () => {
    const lines: string[] = [];
    expect(await runValidate({ dir: templates, live: client, say: (line) => lines.push(line) })).toBe(0);
    expect(lines.join('\n')).toContain('overlap');
    expect(lines.join('\n')).toContain('journeys/cart-recovery.json');
  });

  it('is there for the published version', async () => {
    const answer = await client.call({ path: '/api/journeys/welcome/lint' });
    expect(problemsSchema.parse(answer).problems.map((one) => one.code)).toContain('missing-locale');
  });
});

describe('ciclo simulate with somebody the engine knows', () => {
  it('takes the person, their history and what they last did', async () => {
    const lines: string[] = [];
    const code = await runSimulate({
      journey: 'cart-recovery',
      dir: templates,
      profile: 'u3@example.com',
      events: undefined,
      choose: [],
      timeout: [],
      html: undefined,
      json: false,
      connect: () => Promise.resolve(client),
      playOnEngine: undefined,
      say: (line) => lines.push(line),
    });
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('(c3)');
    expect(lines.join('\n')).toContain('cart-discount to u3@example.com');
  });
});
