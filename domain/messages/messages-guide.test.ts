import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadMessage } from './load-message.ts';
import { compileMessage } from './compile-message.ts';
import { helperTable } from './templates/helper-reference.ts';
import { parseMessage } from './parse-message.ts';
import { renderMessage } from './templates/render-message.ts';
import { sampleContext } from './templates/sample-context.ts';

const root = join(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/messages.md'), 'utf8');
const partialsFolder = join(root, 'templates/messages/_partials');

test('the guide for marketers lists every helper as it is', () => {
  expect(guide).toContain(helperTable());
});

test('the message of the guide publishes and renders as the guide says', async () => {
  const files = Object.fromEntries(
    Array.from(
      guide.matchAll(/```\w+ file=messages\/back-in-stock\/(\S+)\n([\s\S]*?)```/g),
      ([, name = '', text = '']) => [name, text],
    ),
  );
  expect(Object.keys(files)).toEqual(['message.json', 'body.mjml']);
  const partials = Object.fromEntries(
    readdirSync(partialsFolder).map((name) => [name, readFileSync(join(partialsFolder, name), 'utf8')]),
  );
  const json: unknown = JSON.parse(files['message.json'] ?? '');
  const file = 'messages/back-in-stock/message.json';
  const parsed = parseMessage({ json, files, partials, defaultLocale: 'en', file });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const compiled = await compileMessage(parsed.value);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  expect(compiled.warnings).toEqual([]);
  const message = loadMessage(compiled.value);
  const context = sampleContext(compiled.value.sample);
  const shown = renderMessage({ message, context, locales: ['en'] });
  expect(shown).toMatchObject({ kind: 'rendered', subject: 'Oak tray is back', missing: [] });
  expect(shown.kind === 'rendered' && shown.text).toContain(
    'Hello, Ana. It is back:\n\nOak tray, €39.50\n\nHave a look <https://shop.example/products/tray-oak>',
  );
  expect(renderMessage({ message, context: { ...context, entry: {} }, locales: ['en'] })).toEqual({
    kind: 'missing',
    variables: ['entry.properties'],
    policy: 'skip',
  });
});
