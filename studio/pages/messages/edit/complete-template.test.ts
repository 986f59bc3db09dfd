import { describe, expect, it } from 'vitest';

import { completeTemplate, type Vocabulary } from './complete-template.ts';

const helper = (name: string, kind: 'value' | 'block') => ({
  name,
  kind,
  does: 'Does it.',
  example: `{{${name}}}`,
  gives: 'it',
});
const vocabulary: Vocabulary = {
  names: [
    'entry.properties.products[].name',
    'entry.properties.products[].price',
    'profile.traits.firstName',
    'steps.ten.code',
  ],
  helpers: [helper('money', 'value'), helper('each', 'block')],
};

/** What is offered where `|` stands, and what it replaces. */
const offered = (marked: string) => {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completeTemplate({ text, offset, vocabulary, partials: ['footer', 'head'] });
  if (found === undefined) return undefined;
  return { labels: found.options.map(({ label }) => label), replaced: text.slice(found.from, found.to) };
};

describe('what is offered in a template', () => {
  it('are names and helpers within braces, and nothing outside of them', () => {
    expect(offered('Hello {{prof|}}')).toEqual({
      labels: ['entry.properties.products', 'profile.traits.firstName', 'steps.ten.code', 'money'],
      replaced: 'prof',
    });
    expect(offered('Hello {{name}} pro|')).toBeUndefined();
  });

  it('are only names where a helper already stands, and helpers in parentheses', () => {
    expect(offered('{{money |}}')?.labels).not.toContain('money');
    expect(offered('{{#if (|)}}')?.labels).toContain('money');
  });

  it('are partials, blocks, and the block that is open', () => {
    expect(offered('{{> fo|}}')).toEqual({ labels: ['footer', 'head'], replaced: 'fo' });
    expect(offered('{{#e|}}')?.labels).toEqual(['each']);
    expect(offered('{{#if a}}{{#each b}}{{/each}}x{{/|}}')?.labels).toEqual(['if']);
  });

  it('are the names of the item inside of a list, and the others from the root', () => {
    const { labels = [] } = offered('{{#each entry.properties.products limit=2}}<b>{{n|}}') ?? {};
    expect(labels.slice(0, 5)).toEqual(['name', 'price', '@index', '@first', '@last']);
    expect(labels).toContain('@root.profile.traits.firstName');
    expect(offered('{{#with steps.ten}}{{|}}')?.labels.slice(0, 1)).toEqual(['code']);
  });

  it('replaces the whole word, also when the place is in the middle of it', () => {
    expect(offered('{{profile.tr|aits}}')?.replaced).toBe('profile.traits');
  });

  it('ends the braces where nobody did', () => {
    const inserted = (text: string, offset: number) =>
      completeTemplate({ text, offset, vocabulary, partials: ['head'] })?.options[0]?.insert;
    expect(inserted('{{> he</mj-body>', 6)).toBe('head}}');
    expect(inserted('{{> he}}', 6)).toBe('head');
    expect(inserted('{{pro {{x}}', 5)).toBe('entry.properties.products}}');
  });
});
