import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { compileTemplateValue } from '../domain/templates/template-value.ts';
import { isObject } from '../domain/json.ts';
import type { Problem } from '../domain/problem.ts';
import { changed, smallWorkspace } from '../domain/workspace/workspace-for-tests.ts';
import { parseWorkspace } from '../domain/workspace/parse-workspace.ts';
import { definePlugin } from '../plugins/contract.ts';
import { builtInPlugins } from '../plugins/built-in.ts';
import { pluginCatalogOf } from '../plugins/runtime/catalog.ts';

const crmInput = z.strictObject({
  email: z.email().describe('Whom the deal is with.'),
  title: z.string().min(1).max(50),
  worth: z.number().min(0).optional(),
  isUrgent: z.boolean().optional(),
  kind: z.enum(['new', 'again']).default('new'),
  about: z.union([z.number(), z.strictObject({ sku: z.string() })]).optional(),
  tags: z.array(z.string()).max(3).optional(),
});

const crmPlugin = definePlugin({
  id: 'crm',
  version: '1.0.0',
  name: 'A CRM',
  config: z.strictObject({}),
  actions: (action) => ({
    'create-deal': action({
      title: 'Create a deal',
      input: crmInput,
      output: z.object({}),
      effect: 'write',
      idempotency: 'native-key',
      run: async () => ({ kind: 'done', output: {} }),
    }),
  }),
});

const plugins = pluginCatalogOf([...builtInPlugins, crmPlugin]);

const settings = {
  ...JSON.parse(smallWorkspace['ciclo.json'] ?? ''),
  plugins: {
    mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' } } },
    sales: { use: 'crm' },
    hooks: { use: 'standard-webhooks-out', config: { secrets: { env: 'HOOKS' } } },
  },
};

type Call = { plugin: string; action: string; input?: unknown };

const problemsOf = async (more: Readonly<Record<string, unknown>>): Promise<readonly Problem[]> => {
  const files = Object.fromEntries(
    Object.entries({ 'ciclo.json': settings, ...more }).map(([file, value]) => [
      file,
      JSON.stringify(value, null, 1),
    ]),
  );
  const checked = await parseWorkspace({ files: changed(files), plugins });
  return checked.ok ? checked.warnings : checked.problems;
};

const inStep = (call: Call): Promise<readonly Problem[]> =>
  problemsOf({
    'journeys/deal.json': {
      key: 'deal',
      name: 'Deal',
      stage: 'service',
      entry: { on: 'Customer Created' },
      steps: [{ id: 'tell', type: 'action', ...call }],
    },
  });

const inRule = (call: Call): Promise<readonly Problem[]> =>
  problemsOf({
    'rules/deal.json': {
      name: 'Deal',
      on: ['Order Completed'],
      conditions: {
        all: [{ fact: 'event', path: '$.properties.revenue', operator: 'greaterThan', value: 1 }],
      },
      event: { type: 'action', params: call },
    },
  });

const told = ({ file, step, path, message, hint }: Problem): string =>
  `${file} ${step ?? '-'} ${path}: ${message} ${hint}`;

const deal = (input: object): Call => ({
  plugin: 'sales',
  action: 'create-deal',
  input: { email: 'ana@example.com', title: 'A deal', ...input },
});
const fields =
  '`create-deal` takes `email`, `title` and may take `worth`, `isUrgent`, `kind`, `about`, `tags`.';

describe('a call of a plugin', () => {
  it.each([
    [
      'an instance there is not',
      { ...deal({}), plugin: 'slaes' },
      'plugin: There is no plugin instance `slaes`. Did you mean `sales`? There is `hooks`, `mail`, `sales`.',
    ],
    [
      'an action there is not',
      { ...deal({}), action: 'create-dael' },
      'action: There is no action of crm `create-dael`. Did you mean `create-deal`? There is `create-deal`.',
    ],
    [
      'a field that is missing',
      { ...deal({}), input: { title: 'A deal' } },
      'input.email: `email` is missing. Add `email`. It is: Whom the deal is with.',
    ],
    [
      'a field it does not have',
      deal({ wroth: 5 }),
      'input.wroth: `wroth` is not a field here. Did you mean `worth`? Known fields: `email`, `title`, `worth`, `isUrgent`, `kind`, `about`, `tags`.',
    ],
    [
      'a literal of another type',
      deal({ worth: 'much' }),
      `input.worth: \`worth\` must be a number, not a text. ${fields}`,
    ],
    [
      'a text with a template where only a number can stand',
      deal({ worth: 'About {{profile.traits.worth}}' }),
      `input.worth: \`worth\` must be a number, not a text. ${fields}`,
    ],
    [
      'a text with a template where no form is a text',
      deal({ about: 'No. {{profile.traits.size}}' }),
      `input.about: \`about\` must be a number or an object, not a text. ${fields}`,
    ],
    [
      'a word it does not know',
      deal({ kind: 'agian' }),
      'input.kind: `kind` cannot be "agian". Did you mean `again`? Write one of `new`, `again`.',
    ],
    [
      'something wrong deep inside, beside a template',
      deal({ title: '{{profile.traits.firstName}}', tags: ['a', 7] }),
      `input.tags[1]: Item 2 of \`tags\` must be a text, not \`7\`. ${fields}`,
    ],
  ])('is refused with its place for %s, in a step and in a rule', async (_what, call, expected) => {
    expect((await inStep(call)).map(told)).toEqual([`journeys/deal.json tell steps[0].${expected}`]);
    expect((await inRule(call)).map(told)).toEqual([`rules/deal.json - event.params.${expected}`]);
  });

  it('is refused before an action of a plugin that comes with the engine would refuse it', async () => {
    const wrong = await inStep({
      plugin: 'mail',
      action: 'send',
      input: { to: 'sales@casaverde.example', subject: '{{profile.traits.firstName}} is interested' },
    });
    expect(wrong.map(({ path }) => path)).toEqual(
      ['from', 'html', 'text', 'messageId', 'date'].map((field) => `steps[0].input.${field}`),
    );
    expect(await inStep({ plugin: 'hooks', action: 'post', input: { type: 'lead', data: {} } })).toEqual([]);
  });

  it('says everything that is wrong at once, each in its line', async () => {
    const all = await inStep(deal({ worth: true, wroth: 1, tags: 'one' }));
    expect(all.map(({ path }) => path).toSorted()).toEqual(
      ['tags', 'worth', 'wroth'].map((field) => `steps[0].input.${field}`),
    );
    expect(new Set(all.map(({ line }) => line)).size).toBe(3);
  });

  it('without an input is held to what the action takes as well', async () => {
    const paths = (await inStep({ plugin: 'sales', action: 'create-deal' })).map(({ path }) => path);
    expect(paths).toEqual(['steps[0].input.email', 'steps[0].input.title']);
  });
});

describe('templates in the input of an action', () => {
  const values = ['Ana', 'ana@example.com', 'again', '', 5, -1, true, null, { sku: 'CUP' }, ['a'], [1]];
  const written = [
    '{{profile.traits.x}}',
    '{{ profile.traits.x }}',
    'Of {{profile.traits.x}}',
    '{{#if profile.traits.x}}new{{/if}}',
  ];
  const keys = Object.keys(crmInput.shape);
  const table = keys.flatMap((key) => written.map((text) => [key, text] as const));

  it.each(table)(
    'for `%s` as %s are refused only where the engine would refuse every value',
    async (key, text) => {
      const call = deal({ [key]: text });
      const fill = compileTemplateValue(call.input);
      const taken = values.some((x) => {
        const filled = fill({ profile: { traits: { x } } });
        return isObject(filled) && crmInput.safeParse(filled).success;
      });
      const isRefused = (await inStep(call)).length > 0;
      // A format may come about in ways no table of values has: there the template has to be let through.
      if (taken) expect(isRefused).toBe(false);
      else expect(isRefused).toBe(['worth', 'isUrgent', 'about', 'tags'].includes(key));
    },
  );
});
