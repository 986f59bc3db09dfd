import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { runExcluded } from '../../cli/commands/people/excluded.ts';
import { runWho } from '../../cli/commands/people/who.ts';
import { runWhyMessage } from '../../cli/why-message.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { runPreview } from '../../cli/preview/run-preview.ts';
import { isObject } from '../../domain/json.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const cart = {
  key: 'cart',
  name: 'Cart',
  stage: 'retention',
  entry: { on: 'Checkout Started', key: '$.properties.checkout_id' },
  exit: [{ on: 'Order Completed', match: '$.properties.checkout_id', outcome: 'bought' }],
  goal: { on: 'Order Completed', match: '$.properties.checkout_id', value: '$.properties.revenue' },
  steps: [
    { id: 'think', type: 'wait', for: '1 hour' },
    { id: 'remind', type: 'send', channel: 'email', message: 'cart-reminder' },
    { id: 'rest', type: 'wait', for: '2 days' },
  ],
};

const previewSchema = z.object({
  mail: z.object({
    to: z.string(),
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
  }),
});

let engine: TestedEngine;

const checkout = (id: string) => ({
  checkout_id: id,
  value: 80,
  currency: 'EUR',
  checkout_url: `https://shop.example/${id}`,
  products: [{ product_id: '1', name: 'Fern', price: 80, quantity: 1 }],
});

/** Ana gets the mail and buys; Ben said no to mail; Eva buys at once; Dan never came; Gus still thinks. */
beforeAll(async () => {
  engine = await startMemoryEngine({
    files: (tenant) => shopFiles({ tenant, files: { 'journeys/cart.json': cart } }),
  });
  for (const user of ['ana', 'ben', 'eva', 'dan', 'gus']) await engine.customer(user);
  await engine.track('ana', 'Checkout Started', checkout('a1'));
  await engine.track('ana', 'Checkout Started', checkout('a2'));
  await engine.track('ben', 'Checkout Started', checkout('b1'));
  await engine.track('eva', 'Checkout Started', checkout('e1'));
  await engine.track('ben', 'Consent Withdrawn', { channel: 'email', topic: '*' });
  const order = { order_id: 'o-e', checkout_id: 'e1', revenue: 30, currency: 'EUR' };
  await engine.track('eva', 'Order Completed', order);
  await engine.days(0.05);
  await engine.track('ana', 'Order Completed', {
    order_id: 'o-a',
    checkout_id: 'a1',
    revenue: 80.5,
    currency: 'EUR',
  });
  await engine.track('gus', 'Checkout Started', checkout('g1'));
});

afterAll(async () => {
  await engine.close();
});

const client = () => engineClient({ url: engine.url, apiKey: engine.keys.api });

const get = async (path: string): Promise<Record<string, unknown>> => {
  const answer = await client().call({ path: `/api${path}` });
  return isObject(answer) ? answer : {};
};

/** What a command says, in one text. */
const saying = async (run: (say: (line: string) => void) => Promise<number>): Promise<string> => {
  const lines: string[] = [];
  await run((line) => lines.push(line));
  return lines.join('\n');
};

const why = async (user: string) =>
  get(`/profiles/${await engine.profileId(user)}/why?message=cart-reminder`);

it('says why somebody did, or did not, get a message', async () => {
  expect(await why('ana')).toMatchObject({
    answer: 'sent',
    runs: [{ why: 'sent', messages: [{ status: 'accepted' }] }, { why: 'sent' }],
  });
  expect(await why('ben')).toMatchObject({
    answer: 'not-sent',
    runs: [{ because: [{ kind: 'skipped', reason: 'unsubscribed', step: 'remind' }] }],
  });
  expect(await why('eva')).toMatchObject({
    answer: 'left-before',
    runs: [{ because: [{ kind: 'exited', text: 'Left the journey at “think”: “Order Completed” came.' }] }],
  });
  expect(await why('dan')).toMatchObject({
    answer: 'never-entered',
    text: 'They never entered “Cart”, which sends “cart-reminder”. It begins with “Checkout Started”.',
    runs: [],
  });
  expect(await why('gus')).toMatchObject({
    answer: 'on-the-way',
    runs: [{ because: [{ kind: 'waiting', step: 'think' }] }],
  });
  const nothing = await get(`/profiles/${await engine.profileId('dan')}/why?message=nothing`);
  expect(nothing).toMatchObject({ answer: 'nobody-sends-it' });

  const told = (person: string) =>
    saying((say) => runWhyMessage({ person, message: 'cart-reminder', client: client(), say }));
  expect(await told('ben@example.com')).toContain('because they unsubscribed from this channel');
  expect(await told('nobody@example.com')).toContain('Nobody here is known as');
});

it('says who stands on a step and since when, page by page', async () => {
  const path = '/journeys/cart/steps/rest/people';
  await expect.poll(async () => (await get(path))['people']).toHaveLength(2);
  const first = await get(`${path}?limit=1`);
  expect(first['people']).toMatchObject([
    { since: expect.any(String), text: expect.stringContaining('Waits at “rest” until') },
  ]);
  const second = await get(`${path}?limit=1&cursor=${String(first['next'])}`);
  expect(second['people']).toHaveLength(1);
  expect(second['next']).toBeUndefined();
  expect(second['people']).not.toEqual(first['people']);
  await expect(get('/journeys/cart/steps/none/people')).rejects.toThrow('There is no step');
  const text = await saying((say) =>
    runWho({ journey: 'cart', step: 'think', limit: 10, client: client(), say }),
  );
  expect(text).toContain(await engine.profileId('gus'));
});

it('says whom a reason excluded in a period', async () => {
  const now = new Date(engine.engine.clock.now(engine.tenant) + 1000).toISOString();
  const found = await get(`/decisions?journey=cart&kind=skipped,exited&reason=unsubscribed&to=${now}`);
  expect(found['decisions']).toMatchObject([
    { profileId: await engine.profileId('ben'), kind: 'skipped', step: 'remind' },
  ]);
  expect((await get(`/decisions?reason=unsubscribed&from=${now}`))['decisions']).toEqual([]);
  await expect(get('/decisions?kind=vanished')).rejects.toThrow('refused');
  const text = await saying((say) =>
    runExcluded({ query: { journey: 'cart' }, limit: 50, client: client(), say }),
  );
  expect(text).toContain('unsubscribed');
  expect(text).toContain('“Order Completed” came');
});

it('counts a funnel step by step: people, runs, and what the goal brought after each', async () => {
  await expect.poll(async () => (await get('/journeys/cart/funnel'))['converted']).toBe(2);
  const one = { people: 1, runs: 1, total: 1 };
  expect(await get('/journeys/cart/funnel')).toMatchObject({
    entered: 5,
    people: 4,
    active: 3,
    converted: 2,
    convertedPeople: 2,
    revenue: [{ currency: 'EUR', minor: 11_050, amount: 110.5 }],
    outcomes: [{ outcome: 'bought', runs: 2 }],
    steps: [
      {
        step: 'think',
        entered: { people: 4, runs: 5, total: 5 },
        waiting: 1,
        passed: { people: 2, runs: 3, total: 3 },
        exited: [{ reason: 'event', ...one }],
        converted: 2,
      },
      {
        step: 'remind',
        entered: { people: 2, runs: 3, total: 3 },
        passed: { people: 1, runs: 2, total: 2 },
        skipped: [{ reason: 'unsubscribed', ...one }],
        converted: 1,
        revenue: [{ minor: 8050 }],
      },
      {
        step: 'rest',
        entered: { people: 2, runs: 3, total: 3 },
        waiting: 2,
        exited: [{ reason: 'event' }],
      },
    ],
  });
  expect(await get('/journeys/cart/funnel?version=1')).toMatchObject({ entered: 5, converted: 2 });
});

it('ciclo preview shows a person the mail they got', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-preview-parity-'));
  try {
    const files = await shopFiles({ tenant: engine.tenant, files: {}, messages: ['cart-reminder'] });
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), content);
    }
    const sample = join(dir, 'sample.json');
    const traits = { email: 'ana@example.com', firstName: 'Ana' };
    await writeFile(sample, JSON.stringify({ profile: { traits }, entry: { properties: checkout('a1') } }));
    const lines: string[] = [];
    const client = engineClient({ url: engine.url, apiKey: engine.keys.api });
    const show = (person: string) =>
      runPreview({
        key: 'cart-reminder',
        dir,
        person,
        locale: undefined,
        channel: 'email',
        out: undefined,
        isOpened: false,
        withHtml: false,
        json: true,
        defaultFrom: 'nobody@shop.example',
        connect: () => Promise.resolve(client),
        now: 0,
        say: (line) => lines.push(line),
      });
    expect(await show(sample)).toBe(0);
    expect(await show('ana')).toBe(0);
    const [filled, known] = lines.map((line) => previewSchema.parse(JSON.parse(line)));
    const [sent] = engine.mail.to('ana@example.com');
    const withoutLinks = (text: unknown): string =>
      String(text)
        .replaceAll(/<img src="[^"]*\/o\/[^>]*>/g, '')
        .replaceAll(/https?:\/\/[^\s"<>]+/g, 'link')
        .trimEnd();
    expect(filled?.mail.subject).toBe(sent?.subject);
    expect(withoutLinks(filled?.mail.text)).toBe(withoutLinks(sent?.text));
    expect(withoutLinks(filled?.mail.html)).toBe(withoutLinks(sent?.html));
    for (const name of Object.keys(filled?.mail.headers ?? {})) {
      expect([...(sent?.headers.keys() ?? [])].join(' ')).toContain(name.toLowerCase().split('-')[0]);
    }
    // Of somebody the engine knows, the cart is the one of the sample.
    expect(known?.mail.subject).toBe(sent?.subject);
    expect(known?.mail.to).toBe('ana@example.com');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
