import { describe, expect, it } from 'vitest';

import { completionsAt } from './completions.ts';

const schemas = import.meta.glob<Readonly<Record<string, unknown>>>(
  '../../../docs/schemas/journey.schema.json',
  { eager: true, import: 'default' },
);
const [schema = {}] = Object.values(schemas);

/** What is offered where `|` stands. */
const offered = (marked: string): readonly string[] => {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completionsAt({ text, offset, schema }).options.map(({ label }) => label);
};

describe('what is offered in a journey', () => {
  it('are the fields that are not there yet', () => {
    const fields = offered('{ "key": "a", "name": "A", "st|" }');
    expect(fields).toEqual(expect.arrayContaining(['stage', 'steps', 'entry', 'goal']));
    expect(fields).not.toContain('name');
  });

  it('are the types of a step, and then the fields of that type only', () => {
    expect(offered('{ "steps": [{ "id": "a", "type": "|" }] }')).toEqual(
      expect.arrayContaining(['send', 'wait', 'branch']),
    );
    const fields = offered('{ "steps": [{ "id": "a", "type": "send", "|" }] }');
    expect(fields).toEqual(expect.arrayContaining(['channel', 'message']));
    expect(fields).not.toContain('cases');
  });

  it('are the values of a field, also deep inside', () => {
    expect(offered('{ "stage": | }')).toContain('retention');
    const deep =
      '{ "steps": [{ "id": "a", "type": "branch", "cases": [{ "when": {}, "then": [{ "type": "wait", "|" }] }] }] }';
    expect(offered(deep)).toEqual(expect.arrayContaining(['id', 'for']));
  });

  it('replaces the word that is written, and nothing beside it', () => {
    const text = '{ "sta": "retention" }';
    const { from, to, options } = completionsAt({ text, offset: 5, schema });
    expect(text.slice(from, to)).toBe('"sta"');
    expect(options.find(({ label }) => label === 'stage')?.insert).toBe('"stage"');
  });

  it('is nothing where nothing is known, and never an error', () => {
    for (const marked of ['|', '{|', '{ "nothing": { "|" } }', '[[[|', '{ "a": "|'])
      expect(Array.isArray(offered(marked))).toBe(true);
  });
});
