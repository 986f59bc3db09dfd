import { beforeAll, expect, it } from 'vitest';

import { compileMessage } from '../../domain/messages/compile-message.ts';
import { parseWorkspace, type Workspace } from '../../domain/workspace/parse-workspace.ts';
import { reuseCompiled } from './reuse-compiled.ts';

type Files = Readonly<Record<string, string>>;

const messageOf = (key: string, text: string): Files => ({
  [`messages/${key}/message.json`]: JSON.stringify({
    name: key,
    channel: 'email',
    class: 'transactional',
    topic: 'service',
    subject: { en: 'Hello', es: 'Hola' },
    preheader: { en: 'A word', es: 'Una palabra' },
  }),
  ...Object.fromEntries(
    ['en', 'es'].map((locale) => [
      `messages/${key}/body.${locale}.mjml`,
      `<mjml><mj-body><mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section></mj-body></mjml>`,
    ]),
  ),
});

const filesOf = (input: { text?: string; locale?: string; partial?: string }): Files => ({
  'ciclo.json': JSON.stringify({
    tenant: 'shop',
    name: 'Shop',
    url: 'https://shop.example',
    defaultLocale: input.locale ?? 'en',
    timezone: 'UTC',
    currency: 'EUR',
    from: 'Shop <hello@shop.example>',
    postalAddress: 'Shop, 1 High Street',
    topics: { service: { name: { en: 'Service' }, description: { en: 'Orders' }, default: 'opt-out' } },
  }),
  'catalog.json': JSON.stringify({ products: [] }),
  ...messageOf('first', input.text ?? 'Text'),
  ...messageOf('second', 'Text'),
  'messages/_partials/footer.mjml': input.partial ?? '<mj-section></mj-section>',
});

let published: Workspace;
beforeAll(async () => {
  const built = await parseWorkspace({ files: filesOf({}) });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  published = built.value;
});

/** The messages that are compiled, and what the workspace becomes. */
const buildOn = async (files: Files) => {
  const compiled: string[] = [];
  const compile = await reuseCompiled({
    files,
    published,
    compile: (source) => (compiled.push(source.key), compileMessage(source)),
  });
  const built = await parseWorkspace({ files, compile });
  return { compiled, messages: built.ok ? built.value.messages : built.problems };
};

it('takes every message of a workspace that did not change as it is published', async () => {
  expect(await buildOn(filesOf({}))).toEqual({ compiled: [], messages: published.messages });
});

it('compiles a message whose folder changed, and no other', async () => {
  expect((await buildOn(filesOf({ text: 'Another text' }))).compiled).toEqual(['first']);
});

it.each([{ partial: '<mj-section css-class="x"></mj-section>' }, { locale: 'es' }])(
  'compiles all when something changed that any may be made of: %o',
  async (change) => {
    expect((await buildOn(filesOf(change))).compiled).toEqual(['first', 'second']);
  },
);
