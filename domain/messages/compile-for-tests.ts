import type { Checked, Problem } from '../problem.ts';
import { compileMessage, type CompiledMessage } from './compile-message.ts';
import { loadMessage, type LoadedMessage } from './load-message.ts';
import { parseMessage } from './parse-message.ts';
import { renderMessage, type RenderInput, type RenderResult } from './templates/render-message.ts';
import { sampleContext } from './templates/sample-context.ts';

/** What a test says of a message; everything else is a sound transactional mail. */
export type TestMessage = {
  readonly json?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly partials?: Readonly<Record<string, string>>;
  /** MJML inside one `<mj-text>`; shorthand for `files`. */
  readonly text?: string;
};

/** A body with one text. */
export const bodyWith = (text: string): string =>
  `<mjml><mj-body><mj-section><mj-column>\n<mj-text>${text}</mj-text>\n</mj-column></mj-section></mj-body></mjml>`;

/** Parses and compiles a message as `publish` does. */
export const compileTest = async (message: TestMessage): Promise<Checked<CompiledMessage>> => {
  const parsed = parseMessage({
    json: {
      channel: 'email',
      class: 'transactional',
      topic: 'orders',
      subject: { en: 'Hello' },
      ...message.json,
    },
    files: message.files ?? { 'body.mjml': bodyWith(message.text ?? 'Hello') },
    partials: message.partials ?? {},
    defaultLocale: 'en',
    file: 'messages/test/message.json',
  });
  if (!parsed.ok) return parsed;
  const compiled = await compileMessage(parsed.value);
  return compiled.ok ? { ...compiled, warnings: [...parsed.warnings, ...compiled.warnings] } : compiled;
};

/** All problems of a message, refused or not. */
export const problemsOf = async (message: TestMessage): Promise<readonly Problem[]> => {
  const compiled = await compileTest(message);
  return compiled.ok ? compiled.warnings : compiled.problems;
};

/** A message that must compile, loaded, after the trip through JSON that storing it is. */
export const loadTest = async (message: TestMessage): Promise<LoadedMessage> => {
  const compiled = await compileTest(message);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 2));
  const stored: CompiledMessage = JSON.parse(JSON.stringify(compiled.value));
  return loadMessage(stored);
};

/** Renders with the sample of the message, or with other parts of the context. */
export const renderTest = (
  input: { message: LoadedMessage; context?: Partial<RenderInput['context']> } & Partial<
    Pick<RenderInput, 'locales' | 'zone' | 'tracking' | 'hosts'>
  >,
): Extract<RenderResult, { kind: 'rendered' }> => {
  const { message, context, ...rest } = input;
  const result = renderMessage({
    locales: ['en'],
    ...rest,
    message,
    context: { ...sampleContext(message.compiled.sample), ...context },
  });
  if (result.kind === 'rendered') return result;
  throw new Error(`Missing: ${result.variables.join(', ')}`);
};
