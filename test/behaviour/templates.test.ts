import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient, type AdminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'journeys/hello.json': {
    key: 'hello',
    name: 'Hello',
    stage: 'acquisition',
    entry: { on: 'Signed Up' },
    steps: [{ id: 'greet', type: 'send', channel: 'email', message: 'welcome' }],
  },
  'messages/short/message.json': {
    channel: 'sms',
    class: 'transactional',
    topic: 'orders',
    whenMissing: 'skip',
    sample: { profile: { traits: { city: 'Vigo' } } },
  },
  'messages/short/body.hbs': 'Hello {{profile.traits.city}} <b>',
};

const previewSchema = z.object({
  outcome: z.string(),
  missing: z.array(z.string()),
  subject: z.string().optional(),
  to: z.string().optional(),
  locale: z.string().optional(),
  html: z.string().optional(),
  findings: z.array(z.object({ code: z.string(), message: z.string() })),
});

let engine: TestedEngine;
let api: AdminClient;
let ana = '';

beforeAll(async () => {
  engine = await startMemoryEngine({
    files: (tenant) => shopFiles({ tenant, files, messages: ['cart-discount'] }),
  });
  api = adminClient(engine);
  await engine.customer('ana', { firstName: 'Ana María', locale: 'es' });
  await engine.customer('bo', {});
  ana = await engine.profileId('ana');
});
afterAll(() => engine.close());

const preview = async (key: string, query = '') =>
  previewSchema.parse((await api.call('GET', `/api/templates/${key}/preview${query}`)).body);

it('the messages of the workspace are listed with the journeys that send them', async () => {
  const { body } = await api.call('GET', '/api/templates');
  const { templates } = z.object({ templates: z.array(z.looseObject({ key: z.string() })) }).parse(body);
  expect(templates.map(({ key }) => key)).toEqual(['cart-discount', 'short', 'welcome']);
  expect(templates.at(-1)).toMatchObject({
    channel: 'email',
    locales: ['en', 'es'],
    uses: [{ journey: 'hello', name: 'Hello', step: 'greet' }],
  });
  const { body: detail } = await api.call('GET', '/api/templates/welcome');
  expect(detail).toMatchObject({ variables: expect.arrayContaining(['profile.traits.firstName']) });
});

it('a message is shown as a person gets it, in their locale or another one', async () => {
  expect(await preview('welcome')).toMatchObject({ locale: 'en', subject: 'Welcome to Casa Verde, Ana' });
  const own = await preview('welcome', `?profile=${ana}`);
  expect(own).toMatchObject({ locale: 'es', subject: expect.stringContaining('Ana María') });
  expect(own.to).toBe('ana@example.com');
  expect(await preview('welcome', `?profile=${ana}&locale=en`)).toMatchObject({ locale: 'en' });
  const { status } = await api.call('GET', '/api/templates/welcome/preview?profile=nobody');
  expect(status).toBe(404);
});

it('what is doubtful is told in a language, and a message that would not be sent says what it lacks', async () => {
  const bo = await engine.profileId('bo');
  const missing = await preview('short', `?profile=${bo}`);
  expect(missing).toMatchObject({ outcome: 'not-sent', missing: ['profile.traits.city'] });
  const { findings } = await preview('welcome', '?language=es');
  expect(findings.filter(({ code }) => code === 'contrast' || code === 'dark-contrast')).toEqual([]);
});

it('the page of a message runs nothing, loads pictures only when asked, and shows the scheme asked for', async () => {
  const authorization = `Bearer ${engine.keys.api}`;
  const page = async (query: string) =>
    engine.request(`/api/templates/welcome/page${query}`, { headers: { authorization } });
  const light = await page('');
  const policy = light.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; .*img-src data:; .*sandbox$/);
  expect(light.headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect(await light.text()).toContain('@media (max-width: 0px)');
  const dark = await page('?scheme=dark&pictures=1');
  expect(dark.headers.get('content-security-policy')).toContain('img-src data: https:');
  expect(await dark.text()).toContain('@media (min-width: 0px)');
  const short = await engine.request('/api/templates/short/page', { headers: { authorization } });
  expect(await short.text()).toContain('Hello Vigo &lt;b&gt;');
});

it('a test goes to an address of the team, marked, and is noted of nobody', async () => {
  const { status, body } = await api.call('POST', '/api/templates/welcome/test', {
    to: 'Eva@shop.example',
    profile: ana,
  });
  expect([status, body]).toEqual([200, { to: 'eva@shop.example' }]);
  expect(engine.subjects('eva@shop.example')).toEqual([expect.stringMatching(/^\[Test\] .*Ana María/)]);
  const { body: sent } = await api.call('GET', `/api/messages?profile=${ana}`);
  expect(sent).toEqual({ messages: [] });
  const { body: trail } = await api.call('GET', '/api/audit');
  expect(JSON.stringify(trail)).toContain('template.test');
});

it('a test is refused for what is no address, is suppressed, or has no plugin', async () => {
  const test = (key: string, to: string) => api.call('POST', `/api/templates/${key}/test`, { to });
  expect((await test('welcome', 'eva')).status).toBe(400);
  await api.call('POST', '/api/suppressions', { address: 'gone@shop.example' });
  expect((await test('welcome', 'gone@shop.example')).status).toBe(422);
  expect((await test('short', '+34600111222')).status).toBe(422);
});

it('who may not see people sees the sample, and nobody else', async () => {
  const made = await api.call('POST', '/api/keys', { name: 'looker', kind: 'server', scopes: ['read'] });
  const { key } = z.object({ key: z.string() }).parse(made.body);
  const status = async (query: string) => {
    const answer = await engine.request(`/api/templates/welcome/preview${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return answer.status;
  };
  expect([await status(''), await status(`?profile=${ana}`)]).toEqual([200, 403]);
});

it('a draft is shown and tested before it is published, and nobody else sees it', async () => {
  const draft = (path: string, text: string | null) =>
    api.call('PUT', `/api/workspace/drafts/${encodeURIComponent(path)}`, { text });
  await draft('messages/short/body.hbs', 'Hola {{profile.traits.city}}');
  const shown = async (query: string) =>
    z.object({ text: z.string() }).parse((await api.call('GET', `/api/templates/short/preview${query}`)).body)
      .text;
  expect([await shown(''), await shown('?draft=1')]).toEqual(['Hello Vigo <b>\n', 'Hola Vigo\n']);
  const authorization = `Bearer ${engine.keys.api}`;
  const page = await engine.request('/api/templates/short/page?draft=1', { headers: { authorization } });
  expect(await page.text()).toContain('Hola Vigo');

  await draft(
    'messages/brand-new/message.json',
    '{ "channel": "email", "class": "transactional", "topic": "orders" }',
  );
  const broken = await api.call('GET', '/api/templates/brand-new/preview?draft=1');
  expect(broken).toMatchObject({
    status: 422,
    body: { problems: expect.arrayContaining([expect.objectContaining({ code: 'missing-body' })]) },
  });
  await draft(
    'messages/brand-new/message.json',
    '{ "channel": "email", "class": "transactional", "topic": "orders", "subject": { "en": "New" } }',
  );
  await draft(
    'messages/brand-new/body.mjml',
    '<mjml><mj-body><mj-section><mj-column><mj-text>Fresh</mj-text></mj-column></mj-section></mj-body></mjml>',
  );
  expect((await api.call('GET', '/api/templates/brand-new/preview')).status).toBe(404);
  expect((await api.call('GET', '/api/templates/nothing/preview?draft=1')).status).toBe(404);
  const sent = await api.call('POST', '/api/templates/brand-new/test', {
    to: 'leo@shop.example',
    draft: true,
  });
  expect(sent.status).toBe(200);
  expect(engine.subjects('leo@shop.example')).toEqual(['[Test] New']);
});

it('the vocabulary names what messages may say', async () => {
  const { body } = await api.call('GET', '/api/workspace/vocabulary');
  expect(body).toMatchObject({
    names: expect.arrayContaining(['profile.traits.firstName', 'links.unsubscribe', 'profile.traits.city']),
    helpers: expect.arrayContaining([expect.objectContaining({ name: 'money', kind: 'value' })]),
    elements: expect.arrayContaining([
      expect.objectContaining({ name: 'mj-section', children: expect.arrayContaining(['mj-column']) }),
    ]),
    topics: expect.arrayContaining(['orders']),
    defaultLocale: 'en',
  });
});
