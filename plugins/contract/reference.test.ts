import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

import { emailMessage } from '../contract.ts';

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');
const page = await read('../../docs/plugins.md');

/** The sections of the reference by each name in their heading. */
const sections = new Map(
  page.split(/^#### /m).flatMap((part) => {
    const [heading = ''] = part.split('\n', 1);
    const [body = ''] = part.slice(heading.length).split(/^#{2,3} /m);
    return [...heading.matchAll(/`(\w+)`/g)].map(([, name = '']): [string, string] => [name, body]);
  }),
);

/** The names a section writes as code: `field` and `field?`, also within `{ field }`. */
const namesIn = (section: string): ReadonlySet<string> =>
  new Set([...section.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.match(/[A-Za-z]\w*/g) ?? []));

/** The fields of an exported type as its source writes them. */
const fieldsOf = (source: string, name: string): readonly string[] => {
  const from = source.search(new RegExp(`^export type ${name}\\b`, 'm'));
  expect(from, name).toBeGreaterThanOrEqual(0);
  const [text = ''] = source.slice(from).split(/\n\n(?=\/\*\*|export|const|type)/, 1);
  return [...text.matchAll(/readonly (\w+)\??:/g)].map(([, field = '']) => field);
};

describe('the reference in docs/plugins.md', () => {
  test('has everything that the contract exports', async () => {
    const contract = await read('../contract.ts');
    const exported = [...contract.matchAll(/^export (?:type )?\{([^}]+)\}/gm)].flatMap(([, names = '']) =>
      names
        .split(',')
        .map((name) => name.replace(/\btype\b/, '').trim())
        .filter((name) => name !== ''),
    );
    const functions = [...contract.matchAll(/^export function (\w+)/gm)].map(([, name = '']) => name);
    const all = new Set([...exported, ...functions]);
    expect(all.size).toBeGreaterThan(20);
    expect([...all].filter((name) => !sections.has(name))).toEqual([]);
  });

  test.each([
    ['PluginSpec', './plugin.ts', 'PluginSpec'],
    ['ActionSpec', './actions/action.ts', 'ActionSpec'],
    ['ActionContext', './context.ts', 'ActionContext'],
    ['ActionContext', './context.ts', 'InstanceContext'],
    ['ActionContext', './network/http.ts', 'HttpRequest'],
    ['ActionContext', './context.ts', 'Log'],
    ['HttpAnswer', './network/http.ts', 'HttpAnswer'],
    ['Outcome', './actions/outcome.ts', 'Outcome'],
    ['Connect', './network/connect.ts', 'Connect'],
    ['Webhook', './webhooks/webhook.ts', 'Webhook'],
    ['WebhookRequest', './webhooks/webhook.ts', 'WebhookRequest'],
    ['WebhookRequest', './webhooks/webhook.ts', 'ReadRequest'],
    ['Verdict', './webhooks/webhook.ts', 'Verdict'],
    ['Verification', './webhooks/verification.ts', 'Verification'],
  ])('names in %s every field that %s has of %s', async (section, path, name) => {
    const fields = fieldsOf(await read(path), name);
    expect(fields).not.toEqual([]);
    const known = namesIn(sections.get(section) ?? '');
    expect(fields.filter((field) => !known.has(field))).toEqual([]);
  });

  test('names every field of a mail and of an event', async () => {
    const mail = namesIn(sections.get('emailMessage') ?? '');
    expect(Object.keys(emailMessage.shape).filter((field) => !mail.has(field))).toEqual([]);
    const source = await read('./inbound/event.ts');
    const fields = [...source.matchAll(/\b(\w+): (?:text|bag|z\.(?:array|union|literal))\b/g)].map(
      ([, field = '']) => field,
    );
    const event = namesIn(sections.get('InboundEvent') ?? '');
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.filter((field) => !event.has(field))).toEqual([]);
  });
});
