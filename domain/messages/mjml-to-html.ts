import mjml2html from 'mjml';
import { messageOf } from '../errors.ts';
import { isObject } from '../json.ts';
import { isRightToLeft } from './locales.ts';

/** Something MJML refuses, at a line of its source. */
export type MjmlFault = {
  readonly line: number;
  /** The element it is about. */
  readonly name?: string;
  readonly message: string;
};

const readFault = (value: unknown): MjmlFault => {
  if (!isObject(value)) return { line: 1, message: String(value) };
  const { line, message, tagName } = value;
  const text = `${typeof message === 'string' ? message : 'This is not valid MJML'}.`;
  return {
    line: typeof line === 'number' ? line : 1,
    ...(typeof tagName === 'string'
      ? { name: tagName, message: `<${tagName}>: ${text}` }
      : { message: text }),
  };
};

const faultsOf = (thrown: unknown): readonly MjmlFault[] =>
  isObject(thrown) && Array.isArray(thrown['errors'])
    ? thrown['errors'].map(readFault)
    : [{ line: 1, message: messageOf(thrown) }];

/** Language, direction and title belong to every mail; they are added on the lines that are there. */
const withBasics = (input: { mjml: string; locale: string; title: string }): string => {
  const direction = isRightToLeft(input.locale) ? 'rtl' : 'ltr';
  const root = input.mjml.replace(/<mjml((?:\s[^>]*)?)>/, (_tag, attributes: string) => {
    const lang = /\slang\s*=/.test(attributes) ? '' : ` lang="${input.locale}"`;
    const dir = /\sdir\s*=/.test(attributes) ? '' : ` dir="${direction}"`;
    return `<mjml${attributes}${lang}${dir}>`;
  });
  if (/<mj-title[\s>]/.test(root)) return root;
  const title = `<mj-title>${input.title}</mj-title>`;
  if (/<mj-head[\s>]/.test(root)) return root.replace(/<mj-head(\s[^>]*)?>/, (tag) => `${tag}${title}`);
  return root.replace(/<mjml[^>]*>/, (tag) => `${tag}<mj-head>${title}</mj-head>`);
};

/** MJML indents for readers of the source; without it a mail is a third smaller. */
const withoutIndent = (html: string): string =>
  /<(pre|textarea)\b/i.test(html)
    ? html
    : html
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join('\n');

/**
 * Compiles MJML whose expressions are protected. Strictly validated; nothing is read from disk: includes are
 * refused before, and no configuration file is looked for.
 */
export const mjmlToHtml = async (input: {
  mjml: string;
  locale: string;
  /** What stands in `<title>` when the author wrote no `<mj-title>`. */
  title: string;
}): Promise<{ readonly html: string; readonly faults: readonly MjmlFault[] }> => {
  try {
    const { html } = await mjml2html(withBasics(input), {
      validationLevel: 'strict',
      ignoreIncludes: true,
      keepComments: false,
      filePath: '',
      fonts: {},
    });
    return { html: withoutIndent(html), faults: [] };
  } catch (thrown) {
    return { html: '', faults: faultsOf(thrown) };
  }
};
