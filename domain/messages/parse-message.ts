import { channelType } from './channels.ts';
import type { Checked, Problem } from '../problem.ts';
import { localePattern } from './locales.ts';
import { messageSchema, type MessageDefinition } from './message-definition.ts';
import { schemaProblems } from './schema-problems.ts';

/** One text file of a message, with the path to name in problems. */
export type TextFile = { readonly file: string; readonly text: string };

/** A message as its author wrote it: the definition, and the texts by locale. */
export type MessageSource = {
  readonly key: string;
  readonly file: string;
  readonly defaultLocale: string;
  readonly definition: MessageDefinition;
  /** MJML for e-mail, HTML for letters, plain Handlebars for the other channels. */
  readonly bodies: Readonly<Record<string, TextFile>>;
  /** Hand-written plain-text parts; where there is none it is made from the HTML. */
  readonly texts: Readonly<Record<string, TextFile>>;
  /** Shared pieces by file name (`footer.mjml`, `footer.es.mjml`). */
  readonly partials: Readonly<Record<string, TextFile>>;
};

const maxFile = 200_000;

/** `messages/cart-reminder/message.json` -> `cart-reminder`. */
const keyOf = (file: string): string => file.split('/').at(-2) ?? '';
const folderOf = (file: string): string => file.split('/').slice(0, -1).join('/');

type Found = { kind: 'body' | 'text'; locale: string };

const readName = (input: { name: string; channel: string; defaultLocale: string }): Found | undefined => {
  const [, kind, locale, extension] =
    /^(body|text)(?:\.([A-Za-z0-9-]+))?\.(mjml|hbs)$/.exec(input.name) ?? [];
  const isEmail = channelType(input.channel).body === 'mjml';
  if (locale !== undefined && !localePattern.test(locale)) return undefined;
  const known = { locale: locale ?? input.defaultLocale };
  if (kind === 'body' && extension === (isEmail ? 'mjml' : 'hbs')) return { kind: 'body', ...known };
  if (kind === 'text' && extension === 'hbs' && isEmail) return { kind: 'text', ...known };
  return undefined;
};

type Sorted = {
  bodies: Record<string, TextFile>;
  texts: Record<string, TextFile>;
  problems: Problem[];
};

const sortFiles = (input: {
  files: Readonly<Record<string, string>>;
  folder: string;
  channel: string;
  defaultLocale: string;
}): Sorted => {
  const sorted: Sorted = { bodies: {}, texts: {}, problems: [] };
  for (const [name, text] of Object.entries(input.files)) {
    if (name === 'message.json') continue;
    const file = `${input.folder}/${name}`;
    const found = readName({ name, channel: input.channel, defaultLocale: input.defaultLocale });
    if (found === undefined) {
      sorted.problems.push({
        code: 'unused-file',
        file,
        path: '',
        message: `\`${name}\` is not a file of a message on the channel \`${input.channel}\`, and is not used.`,
        hint:
          channelType(input.channel).body === 'mjml'
            ? 'Name bodies `body.mjml` and `body.es.mjml`, plain texts `text.hbs` and `text.es.hbs`.'
            : 'Name bodies `body.hbs` and `body.es.hbs`.',
        severity: 'warning',
      });
    } else if (text.length > maxFile) {
      sorted.problems.push({
        code: 'file-too-large',
        file,
        path: '',
        message: `The file has ${text.length} characters; ${maxFile} are allowed.`,
        hint: 'Shorten it; pictures belong on a web server, not into the file.',
        severity: 'error',
      });
    } else {
      const group = found.kind === 'body' ? sorted.bodies : sorted.texts;
      group[found.locale] = { file, text };
    }
  }
  return sorted;
};

/** A template of the network, on a channel that has none. */
const checkTemplate = ({
  definition,
  file,
}: {
  definition: MessageDefinition;
  file: string;
}): readonly Problem[] => {
  const { template, channel } = definition;
  if (template === undefined || channelType(channel).answerWindowMs !== undefined) return [];
  return [
    {
      code: 'useless-field',
      file,
      path: 'template',
      message: `The channel \`${channel}\` knows no templates that a network has to approve.`,
      hint: 'Remove `template`; the body is what is sent.',
      severity: 'error',
    },
  ];
};

/** The page of a letter, on a channel that prints none. */
const checkPage = ({
  definition,
  file,
}: {
  definition: MessageDefinition;
  file: string;
}): readonly Problem[] => {
  const { page, channel } = definition;
  if (page === undefined || channelType(channel).body === 'page') return [];
  return [
    {
      code: 'useless-field',
      file,
      path: 'page',
      message: `Nothing is printed on the channel \`${channel}\`.`,
      hint: 'Remove `page`; letters have it, on the channel `post`.',
      severity: 'error',
    },
  ];
};

const checkLocales = (input: {
  definition: MessageDefinition;
  bodies: Readonly<Record<string, TextFile>>;
  defaultLocale: string;
  file: string;
  folder: string;
}): readonly Problem[] => {
  const { definition, defaultLocale, bodies } = input;
  const problems: Problem[] = [];
  const isEmail = channelType(definition.channel).body === 'mjml';
  const extension = isEmail ? 'mjml' : 'hbs';
  const subjects = definition.subject ?? {};
  const add = (problem: Omit<Problem, 'file'> & { file?: string }) =>
    problems.push({ file: input.file, ...problem });
  if (bodies[defaultLocale] === undefined) {
    add({
      code: 'missing-body',
      file: `${input.folder}/body.${extension}`,
      path: '',
      message: `There is no body for the default locale \`${defaultLocale}\`.`,
      hint: `Write \`body.${extension}\`.`,
      severity: 'error',
    });
  }
  if (isEmail && subjects[defaultLocale] === undefined) {
    add({
      code: 'missing-subject',
      path: `subject.${defaultLocale}`,
      message: `There is no subject in the default locale \`${defaultLocale}\`.`,
      hint: `Add \`subject.${defaultLocale}\`.`,
      severity: 'error',
    });
  }
  for (const locale of Object.keys(bodies).filter((each) => each !== defaultLocale)) {
    if (!isEmail || subjects[locale] !== undefined) continue;
    add({
      code: 'missing-locale',
      path: `subject.${locale}`,
      message: `There is a body in \`${locale}\` but no subject; the one in \`${defaultLocale}\` would be sent with it.`,
      hint: `Add \`subject.${locale}\`.`,
      severity: 'warning',
    });
  }
  const texts = new Set([...Object.keys(subjects), ...Object.keys(definition.preheader ?? {})]);
  for (const locale of [...texts].filter((each) => bodies[each] === undefined && each !== defaultLocale)) {
    add({
      code: 'missing-locale',
      path: `subject.${locale}`,
      message: `There is a subject or preheader in \`${locale}\` but no body; people there get \`${defaultLocale}\`.`,
      hint: `Write \`body.${locale}.${extension}\`.`,
      severity: 'warning',
    });
  }
  return problems;
};

/**
 * Reads one message folder. `json` is the parsed `message.json`, `file` its workspace-relative path (its
 * folder is the message's key), `files` the texts beside it by name, `partials` the shared pieces by name.
 */
export const parseMessage = (input: {
  json: unknown;
  files: Readonly<Record<string, string>>;
  partials: Readonly<Record<string, string>>;
  defaultLocale: string;
  file: string;
}): Checked<MessageSource> => {
  const parsed = messageSchema.safeParse(input.json);
  if (!parsed.success) {
    return { ok: false, problems: schemaProblems({ issues: parsed.error.issues, file: input.file }) };
  }
  const definition = parsed.data;
  const { file, defaultLocale } = input;
  const folder = folderOf(file);
  const sorted = sortFiles({ files: input.files, folder, channel: definition.channel, defaultLocale });
  const problems = [
    ...sorted.problems,
    ...checkTemplate({ definition, file }),
    ...checkPage({ definition, file }),
    ...checkLocales({ definition, bodies: sorted.bodies, defaultLocale, file, folder }),
  ];
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  const shared = `${folder.split('/').slice(0, -1).join('/')}/_partials`;
  const partials = Object.fromEntries(
    Object.entries(input.partials).map(([name, text]) => [name, { file: `${shared}/${name}`, text }]),
  );
  const { bodies, texts } = sorted;
  return {
    ok: true,
    value: { key: keyOf(file), file, defaultLocale, definition, bodies, texts, partials },
    warnings: problems,
  };
};
