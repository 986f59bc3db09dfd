import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileMessage, type CompiledMessage } from './compile-message.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createLinks } from './links/links.ts';
import { loadMessage } from './load-message.ts';
import { parseMessage } from './parse-message.ts';
import { renderMessage, type MessageContext, type RenderResult } from './templates/render-message.ts';
import { sampleContext } from './templates/sample-context.ts';
import { createTracking } from './links/track-links.ts';

const folder = join(import.meta.dirname, '../../templates/messages');

const readTexts = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));

const partials = readTexts(join(folder, '_partials'));
const keys = readdirSync(folder).filter((name) => name !== '_partials');

const compileOnce = async (key: string): Promise<CompiledMessage> => {
  const files = readTexts(join(folder, key));
  const json: unknown = JSON.parse(files['message.json'] ?? '');
  const file = `messages/${key}/message.json`;
  const parsed = parseMessage({ json, files, partials, defaultLocale: 'en', file });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 2));
  const compiled = await compileMessage(parsed.value);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 2));
  expect([...parsed.warnings, ...compiled.warnings]).toEqual([]);
  return compiled.value;
};

const compiledMessages = new Map(keys.map((key) => [key, compileOnce(key)]));
const compile = async (key: string): Promise<CompiledMessage> => {
  const compiled = await compiledMessages.get(key);
  if (compiled === undefined) throw new Error(`There is no message ${key}.`);
  return compiled;
};

const keyring = createKeyring({ secrets: ['a secret of the tests, long enough'] });
const links = createLinks({ keys: keyring, publicUrl: 'https://l.example' });
const owner = { tenant: 'default', messageId: 'm1', profileId: 'p1', at: 1_800_000_000 };

const render = (input: {
  compiled: CompiledMessage;
  context: MessageContext;
  locale: string;
}): RenderResult =>
  renderMessage({
    message: loadMessage(input.compiled),
    context: input.context,
    locales: [input.locale, 'en'],
    zone: 'Europe/Madrid',
    tracking: createTracking({ links, owner, clicks: true, opens: true, utm: input.compiled.utm }),
  });

test('the starter workspace has a message for every turn of the cycle', () => {
  expect(keys.sort()).toEqual([
    'back-in-stock',
    'birthday',
    'cart-discount',
    'cart-reminder',
    'case-survey',
    'club-tier-up',
    'club-welcome',
    'confirm-subscription',
    'delivery-thanks-complement',
    'event-reminder',
    'lapsed-last-call',
    'lapsed-offer',
    'lapsed-reminder',
    'lead-guide',
    'lead-offer',
    'lead-story',
    'order-thanks',
    'points-expiring',
    'price-drop',
    'quote-sent',
    'referral-invitation',
    'referral-invite',
    'referral-pending',
    'referral-reward-advocate',
    'referral-reward-friend',
    'referral-taken-back',
    'replenishment',
    'review-request',
    'review-thanks',
    'welcome',
    'welcome-tips',
  ]);
});

test.each(keys)('%s publishes without a warning and renders whole in English and Spanish', async (key) => {
  const compiled = await compile(key);
  const context = sampleContext(compiled.sample);
  const shown = ['en', 'es'].map((locale) => render({ compiled, context, locale }));
  for (const result of shown) {
    if (result.kind !== 'rendered') throw new Error(`missing ${result.variables.join(', ')}`);
    const { html = '', text, subject, preheader } = result;
    expect(result.missing).toEqual([]);
    expect(subject.length).toBeLessThan(70);
    expect(preheader.length).toBeGreaterThan(20);
    expect(`${html}${text}${subject}${preheader}`).not.toMatch(/\{\{|\}\}|zqx|undefined|\[object|NaN/);
    expect(html).toContain(`lang="${result.locale}"`);
    if (compiled.track.opens) expect(html).toContain('https://l.example/o/');
    expect(text).not.toMatch(/\n{3}|<#?>|^ /m);
    expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    for (const tag of ['table', 'tr', 'td', 'div', 'a']) {
      expect(`${html.split(`<${tag} `).length + html.split(`<${tag}>`).length - 1} ${tag}`).toBe(
        `${html.split(`</${tag}>`).length} ${tag}`,
      );
    }
  }
  const [english, spanish] = shown.map((result) => (result.kind === 'rendered' ? result.subject : ''));
  expect(english).not.toBe(spanish);
});

test.each(keys)('%s reads well to somebody of whom nothing is known, or is not sent', async (key) => {
  const compiled = await compile(key);
  const sample = sampleContext(compiled.sample);
  const entry = { properties: {} };
  for (const locale of ['en', 'es']) {
    const result = render({ compiled, context: { ...sample, profile: {}, entry }, locale });
    if (result.kind !== 'rendered') {
      // What the event itself must bring, such as the code of a reward.
      expect(result.variables.filter((name) => !name.startsWith('entry.properties.'))).toEqual([]);
      continue;
    }
    expect(result.missing).toEqual([]);
    expect(`${result.subject}\n${result.text}`).not.toMatch(/ [,.!?;]|,\s*[,.!?]|\(\)/m);
  }
  const bare = render({ compiled, context: { ...sample, steps: {} }, locale: 'en' });
  expect(bare.kind).toBe(compiled.steps.length === 0 ? 'rendered' : 'missing');
});

test('what each message needs of a journey is known', async () => {
  const needs: Record<string, readonly string[]> = {};
  for (const key of keys) {
    const { steps } = await compile(key);
    if (steps.length > 0) needs[key] = steps;
  }
  expect(needs).toEqual({
    birthday: ['present'],
    'cart-discount': ['ten'],
    'delivery-thanks-complement': ['complement'],
    'lapsed-last-call': ['more'],
    'lapsed-offer': ['coupon'],
  });
});
