import { expect, it } from 'vitest';

import { fileForm } from '../../../parts/drafts/fields/file-form.ts';
import { overBase } from './over-base.ts';

const base = {
  events: { created: false, changed: ['amount'] },
  access: { read: ['agent'] },
  fields: { amount: { type: 'money' } },
};

/** A form over a text, and what it writes. */
const over = (text: string) => {
  const written: string[] = [];
  const form = fileForm({
    text,
    value: JSON.parse(text),
    setText: (next) => written.push(next),
    editor: null,
    schema: {},
    problems: [],
    isQuiet: true,
  });
  return { form: overBase(form, base), written };
};

it('a file that extends an object shows what it would replace as a whole, and keeps the rest of it where a part is changed', () => {
  const { form, written } = over('{ "key": "deal", "extends": "deal" }');
  expect(form.valueAt(['events', 'created'])).toBe(false);
  form.set(['events', 'changed'], ['amount', 'closeOn']);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    key: 'deal',
    extends: 'deal',
    events: { created: false, changed: ['amount', 'closeOn'] },
  });
});

it('what the file says itself is changed alone, and fields are added to those of the object', () => {
  const { form, written } = over('{ "key": "deal", "extends": "deal", "events": { "stage": false } }');
  form.set(['events', 'created'], true);
  form.set(['fields', 'region'], { type: 'text' });
  expect(written.map((text) => JSON.parse(text))).toEqual([
    { key: 'deal', extends: 'deal', events: { stage: false, created: true } },
    { key: 'deal', extends: 'deal', events: { stage: false }, fields: { region: { type: 'text' } } },
  ]);
});
