import { z } from 'zod';

import { table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';

const formSchema = z.looseObject({
  key: z.string(),
  topic: z.string(),
  fields: z.array(z.string()),
  address: z.string(),
});
const listSchema = z.looseObject({ forms: z.array(formSchema) });
const oneSchema = formSchema.extend({ html: z.string() });

const listPart: CommandDefinition = {
  usage: 'list',
  isDefault: true,
  summary: 'the forms, what they ask, and the addresses of their pages',
  examples: ['ciclo forms list'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async () => {
        const { forms } = listSchema.parse(await (await connect()).call({ path: '/api/forms' }));
        const rows = forms.map(({ key, topic, fields, address }) => [key, topic, fields.join(', '), address]);
        if (rows.length === 0) say('The workspace has no forms.');
        else say(table({ head: ['form', 'topic', 'asks', 'page'], rows }));
        return 0;
      }),
    ),
};

const codePart: CommandDefinition = {
  usage: 'code <form>',
  summary: 'the HTML of a form for a page of yours',
  examples: ['ciclo forms code newsletter', 'ciclo forms code newsletter --locale es'],
  build: ({ command, act, connect, say }) =>
    command.option('--locale <locale>', 'the language of the HTML').action(
      act(async (key: string, { locale }: { readonly locale?: string }) => {
        const query = locale === undefined ? '' : `?locale=${encodeURIComponent(locale)}`;
        const client = await connect();
        const { html } = oneSchema.parse(
          await client.call({ path: `/api/forms/${encodeURIComponent(key)}${query}` }),
        );
        say(html);
        return 0;
      }),
    ),
};

/** `ciclo forms`. */
export const formsCommand: CommandDefinition = {
  usage: 'forms',
  summary: 'forms to sign up: their pages, and their HTML for pages of yours',
  group: 'People',
  examples: ['ciclo forms list', 'ciclo forms code newsletter'],
  parts: [listPart, codePart],
};
