import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { engineClient, type EngineClient } from '../../cli/engine-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const momentSchema = z.looseObject({
  at: z.string(),
  step: z.string().nullable(),
  kind: z.string(),
  text: z.string(),
  chosen: z.boolean().optional(),
  message: z.looseObject({ message: z.string(), to: z.string(), html: z.string().optional() }).optional(),
});
const pathSchema = z.looseObject({
  from: z.string(),
  until: z.string(),
  runs: z.array(z.looseObject({ outcome: z.string().nullable(), moments: z.array(momentSchema) })),
  refused: z.array(z.looseObject({ reason: z.string(), text: z.string() })),
  profiles: z.array(z.looseObject({ at: z.string(), tags: z.array(z.string()) })),
});

const tag = (id: string, name: string) => ({ id, type: 'update', tags: { add: [name] } });
const journey = {
  key: 'greet',
  name: 'Greet',
  stage: 'acquisition',
  entry: {
    on: 'Signed Up',
    where: { all: [{ fact: 'event', path: '$.properties.plan', operator: 'notEqual', value: 'none' }] },
  },
  steps: [
    { id: 'hello', type: 'send', channel: 'email', message: 'welcome' },
    {
      id: 'think',
      type: 'wait-for',
      timeout: '3 days',
      events: [{ on: 'Order Completed', then: [tag('thank', 'buyer')] }],
      otherwise: [tag('slow', 'slow')],
    },
  ],
};

const start = '2026-03-20T10:00:00.000Z';
let engine: TestedEngine;
let client: EngineClient;
let ana: string;

beforeAll(async () => {
  engine = await startMemoryEngine({
    start: Date.parse(start),
    files: (tenant) => shopFiles({ tenant, files: { 'journeys/greet.json': journey } }),
  });
  client = engineClient({ url: engine.url, apiKey: engine.keys.api });
  await engine.customer('ana', { firstName: 'Ana' });
  ana = await engine.profileId('ana');
});
afterAll(() => engine.close());

const simulate = async (body: Record<string, unknown> = {}, query = '') =>
  pathSchema.parse(
    await client.call({ path: `/api/journeys/greet/simulate${query}`, body: { profileId: ana, ...body } }),
  );

describe('a journey played for one person over the API', () => {
  it('says what happens when, why, what they get, and how the profile changes; and writes nothing', async () => {
    const path = await simulate({ days: 30 });
    const [run] = path.runs;
    expect(run).toMatchObject({ outcome: 'completed' });
    expect(run?.moments.map(({ at, step, kind }) => [at.slice(0, 10), step, kind])).toEqual(
      expect.arrayContaining([
        ['2026-03-20', 'hello', 'sent'],
        ['2026-03-23', 'think', 'timed-out'],
        ['2026-03-23', 'slow', 'updated'],
      ]),
    );
    const sent = run?.moments.find(({ kind }) => kind === 'sent');
    expect(sent?.message).toMatchObject({ message: 'welcome', to: 'ana@example.com' });
    expect(sent?.message?.html).toContain('<html');
    expect(path.profiles[0]).toMatchObject({ at: path.from, tags: [] });
    expect(path.profiles.at(-1)).toMatchObject({ tags: ['slow'] });
    expect(engine.mail.mails).toEqual([]);
    const { collections } = engine.opened.stores;
    const stored = collections.named<{ _id: string; tenant: string }>('runs');
    expect(await stored.countDocuments({ tenant: engine.tenant })).toBe(0);
  });

  it('takes what they do and what is chosen, and says so in the language of the reader', async () => {
    const bought = await simulate({
      events: [
        { at: '+1 second', event: 'Signed Up' },
        { at: '+1 day', event: 'Order Completed', properties: { order_id: 'o1', revenue: 20 } },
      ],
    });
    expect(bought.profiles.at(-1)).toMatchObject({ tags: ['buyer'] });
    const chosen = await simulate({ choose: { think: 'event-0' } }, '?locale=es');
    const heard = chosen.runs[0]?.moments.find(({ step, kind }) => step === 'think' && kind === 'heard');
    expect(heard).toMatchObject({ chosen: true, at: chosen.from });
    expect(heard?.text).toMatch(/Llegó|llegó|Order Completed/);
  });

  it('says why somebody does not enter, and refuses what it cannot play', async () => {
    const path = await simulate({
      events: [{ at: '+1 second', event: 'Signed Up', properties: { plan: 'none' } }],
    });
    expect(path.runs).toEqual([]);
    expect(path.refused).toMatchObject([{ reason: 'where' }]);
    await expect(simulate({ profileId: 'p_nobody' })).rejects.toThrow('person');
    await expect(simulate({ choose: { nothing: 'otherwise' } })).rejects.toThrow('no step');
    await expect(
      simulate({ definition: { ...journey, steps: [{ id: 'x', type: 'send' }] } }),
    ).rejects.toThrow('draft');
  });

  it('plays a draft in place of what is published', async () => {
    const path = await simulate({ definition: { ...journey, steps: [tag('only', 'drafted')] } });
    expect(path.profiles.at(-1)).toMatchObject({ tags: ['drafted'] });
  });
});

describe('HTML as a page for a frame', () => {
  it.each([
    ['application/json', JSON.stringify({ html: '<p>Hello <img src="https://x.example/a.png"></p>' })],
    [
      'application/x-www-form-urlencoded',
      new URLSearchParams({ html: '<p>Hello <img src="https://x.example/a.png"></p>' }).toString(),
    ],
  ])('is answered under a policy in which nothing acts, sent as %s', async (type, body) => {
    const answer = await engine.request('/api/templates/page', {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${engine.keys.api}` },
      body,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox$/);
    const page = await answer.text();
    expect(page).toContain('<p>Hello');
    expect(page).not.toContain('x.example');
  });
});
