import type { components } from '../../../api/schema.ts';
import type { Completed, Completion } from '../../../parts/editor/completions.ts';

/** What messages may say. */
export type Vocabulary = Pick<components['schemas']['TemplateVocabulary'], 'names' | 'helpers'>;

/** The expression that is open at a place: what is written of it so far, and where that begins. */
const openExpression = (before: string): { readonly inside: string; readonly from: number } | undefined => {
  const from = before.lastIndexOf('{{');
  if (from < 0 || before.indexOf('}}', from) >= 0) return undefined;
  return { inside: before.slice(from + 2).replace(/^[{~]*/, ''), from };
};

type Block = { readonly name: string; readonly about: string };

/** The blocks that are open at a place, the outermost first. */
const openBlocks = (before: string): readonly Block[] => {
  const open: Block[] = [];
  for (const [, sign, name = '', about = ''] of before.matchAll(
    /\{\{~?\s*([#/])\s*([\w-]+)\s*([\w@.[\]-]*)[^}]*\}\}/g,
  )) {
    if (sign === '#') open.push({ name, about });
    else open.pop();
  }
  return open;
};

/** Where names begin inside blocks that go into a value: `entry.properties.products[].` within `#each`. */
const startOf = (blocks: readonly Block[]): string =>
  blocks.reduce((start, { name, about }) => {
    if (name !== 'each' && name !== 'with') return start;
    const whole = about.startsWith('@root.') ? about.slice('@root.'.length) : `${start}${about}`;
    return `${whole}${name === 'each' ? '[].' : '.'}`;
  }, '');

const itemNames = ['@index', '@first', '@last'];

/** Names that can be written at a place: within a block those of its value, the others from the root. */
const namesFor = (names: readonly string[], blocks: readonly Block[]): readonly string[] => {
  const start = startOf(blocks);
  if (start === '') return names.filter((name) => !name.includes('[]'));
  const inner = names.flatMap((name) => (name.startsWith(start) ? [name.slice(start.length)] : []));
  const outer = names.filter((name) => !name.includes('[]')).map((name) => `@root.${name}`);
  const ofItem = blocks.some(({ name }) => name === 'each') ? itemNames : [];
  return [...inner.filter((name) => !name.includes('[]')), ...ofItem, ...outer];
};

/** Lists and objects are named by what is in them. */
const withParents = (names: readonly string[]): readonly string[] => [
  ...new Set(
    names.flatMap((name) => {
      const [list] = name.split('[]');
      return list === undefined || list === name ? [name] : [list, name];
    }),
  ),
];

const asOption = (label: string, info = ''): Completion => ({ label, kind: 'property', insert: label, info });

/**
 * What may be written within the braces of a template: names (inside `#each` and `#with` those of the item), helpers with an example,
 * blocks, and partials. Undefined outside of braces.
 */
export const completeTemplate = (input: {
  text: string;
  offset: number;
  vocabulary: Vocabulary;
  /** The names of the shared parts. */
  partials: readonly string[];
}): Completed | undefined => {
  const { text, offset, vocabulary, partials } = input;
  const before = text.slice(0, offset);
  const found = openExpression(before);
  if (found === undefined) return undefined;
  const { inside } = found;
  const word = /[@\w.-]*$/.exec(inside)?.[0] ?? '';
  const from = offset - word.length;
  const to = offset + (/^[\w.-]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const lead = inside.slice(0, inside.length - word.length).trim();
  const done = (options: readonly Completion[]): Completed => ({ from, to, options });
  const close = /^[^{\n]*\}\}/.test(text.slice(to)) ? '' : '}}';
  const closed = (options: readonly Completion[]): readonly Completion[] =>
    options.map((option) => ({ ...option, insert: `${option.insert}${close}` }));
  if (lead === '>') return done(closed(partials.map((name) => asOption(name))));
  const blocks = openBlocks(before.slice(0, found.from));
  if (lead === '/') return done(closed(blocks.slice(-1).map(({ name }) => asOption(name))));
  const helpers = (kind: 'value' | 'block'): readonly Completion[] =>
    vocabulary.helpers
      .filter((one) => one.kind === kind)
      .map(({ name, does, example, gives }) => asOption(name, `${does}\n${example} → ${gives}`));
  if (lead === '#') return done(helpers('block'));
  const names = namesFor(withParents(vocabulary.names), blocks).map((name) => asOption(name));
  if (lead === '') return done([...closed(names), ...helpers('value')]);
  return done(lead.endsWith('(') ? [...names, ...helpers('value')] : names);
};
