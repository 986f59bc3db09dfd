import { locateInText, locateProblems, readJsonDocument } from '../../documents/json-document.ts';
import { checkDocument } from '../../documents/parse-document.ts';
import { suggest } from '../../documents/nearest.ts';
import { breathe } from '../../in-turns.ts';
import { isObject } from '../../json.ts';
import type { CompiledMessage } from '../../messages/compiled-message.ts';
import { messageSchema } from '../../messages/message-definition.ts';
import { type MessageSource, parseMessage } from '../../messages/parse-message.ts';
import type { Checked, Problem } from '../../problem.ts';
import type { SettingsFacts } from './read-settings.ts';

type Files = Readonly<Record<string, string>>;

/** What makes a message ready for sending; `compileMessage`, or something that remembers its results. */
export type CompileMessage = (source: MessageSource) => Promise<Checked<CompiledMessage>>;

/** The locale that a message most likely takes for the default one, where ciclo.json cannot say which it is. */
const likelyLocale = (input: { files: Files; json: unknown }): string => {
  const bodies = Object.keys(input.files).flatMap((name) => {
    const found = /^body(?:\.([A-Za-z0-9-]+))?\.(?:mjml|hbs)$/.exec(name);
    return found === null ? [] : [found[1]];
  });
  const named = bodies.filter((locale) => locale !== undefined);
  if (!bodies.includes(undefined)) return named[0] ?? 'en';
  const subjects = isObject(input.json) && isObject(input.json['subject']) ? input.json['subject'] : {};
  return Object.keys(subjects).find((locale) => !named.includes(locale)) ?? 'en';
};

const parseFolder = (input: {
  key: string;
  files: Files;
  partials: Files;
  facts: SettingsFacts | undefined;
}): Checked<MessageSource> => {
  const { key, partials, facts } = input;
  const { 'message.json': text, ...files } = input.files;
  const file = `messages/${key}/message.json`;
  if (text === undefined) {
    const message = `The folder \`messages/${key}\` has no message.json.`;
    const problem: Problem = {
      code: 'missing-file',
      file,
      path: '',
      message,
      hint: 'Add it.',
      severity: 'error',
    };
    return { ok: false, problems: [problem] };
  }
  const read = readJsonDocument({ text, file });
  if (!read.ok) return read;
  const document = read.value;
  const shape = checkDocument({ document, schema: messageSchema });
  if (!shape.ok) return shape;
  const defaultLocale = facts?.defaultLocale ?? likelyLocale({ files, json: document.value });
  const parsed = parseMessage({ json: document.value, files, partials, defaultLocale, file });
  if (parsed.ok) return { ...parsed, warnings: locateProblems({ problems: parsed.warnings, document }) };
  return { ok: false, problems: locateProblems({ problems: parsed.problems, document }) };
};

const checkTopic = (input: {
  source: MessageSource;
  topics: ReadonlySet<string>;
  text: string;
}): readonly Problem[] => {
  const { source, topics } = input;
  const { topic } = source.definition;
  if (topics.has(topic)) return [];
  const problem: Problem = {
    code: 'unknown-topic',
    path: 'topic',
    message: `There is no topic \`${topic}\`.`,
    hint: suggest({ word: topic, known: topics, none: 'Add `topics` to ciclo.json.' }),
    severity: 'error',
  };
  return locateInText({ problems: [problem], text: input.text, file: source.file });
};

const readFolder = async (input: {
  key: string;
  files: Files;
  partials: Files;
  facts: SettingsFacts | undefined;
  compile: CompileMessage;
}): Promise<Checked<CompiledMessage>> => {
  const { facts, files } = input;
  const parsed = parseFolder(input);
  if (!parsed.ok) return parsed;
  const text = files['message.json'] ?? '';
  const topic = facts === undefined ? [] : checkTopic({ source: parsed.value, topics: facts.topics, text });
  const compiled = await input.compile(parsed.value);
  const found = locateInText({
    problems: compiled.ok ? compiled.warnings : compiled.problems,
    text,
    file: parsed.value.file,
  });
  if (compiled.ok && topic.length === 0) return { ...compiled, warnings: [...parsed.warnings, ...found] };
  return { ok: false, problems: [...topic, ...parsed.warnings, ...found] };
};

/** Reads and compiles every message folder, by key. */
export const readMessages = async (input: {
  messages: ReadonlyMap<string, Files>;
  partials: Files;
  facts: SettingsFacts | undefined;
  compile?: CompileMessage | undefined;
}): Promise<ReadonlyMap<string, Checked<CompiledMessage>>> => {
  const { partials, facts } = input;
  const { compile } = input;
  if (compile !== undefined) {
    // Anyone who compiles decides how many at once.
    const begun: Promise<readonly [string, Checked<CompiledMessage>]>[] = [];
    for (const [key, files] of input.messages) {
      const reading = readFolder({ key, files, partials, facts, compile });
      // It is waited for below; until then nobody would hear of a failure.
      reading.catch(() => undefined);
      begun.push(reading.then((read) => [key, read]));
      await breathe();
    }
    return new Map(await Promise.all(begun));
  }
  // MJML takes a second to load: only a thread that compiles itself loads it.
  const { compileMessage } = await import('../../messages/compile-message.ts');
  const read = new Map<string, Checked<CompiledMessage>>();
  for (const [key, files] of input.messages) {
    read.set(key, await readFolder({ key, files, partials, facts, compile: compileMessage }));
  }
  return read;
};
