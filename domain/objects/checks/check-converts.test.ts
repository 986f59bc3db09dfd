import { expect, it } from 'vitest';

import { parseObject } from '../parse-object.ts';
import { shippedObjects } from '../shipped.ts';
import { checkConvertTargets } from './check-converts.ts';

const base = {
  key: 'enquiry',
  name: 'Enquiry',
  title: 'name',
  person: 'who',
  fields: { name: { type: 'text' }, who: { type: 'person' }, firm: { type: 'text' } },
  stages: { first: 'new', list: [{ key: 'new' }, { key: 'won', ends: 'won', to: [] }] },
};
const parse = (more: object) =>
  parseObject({
    file: 'objects/enquiry.json',
    text: JSON.stringify({ ...base, ...more }, null, 2),
    shipped: shippedObjects,
  });
const found = (more: object): readonly string[] => {
  const parsed = parse(more);
  return (parsed.ok ? parsed.warnings : parsed.problems).map(({ code, path }) => `${code} ${path}`);
};

it('lets any object be converted that has a person and a stage that ends with won', () => {
  const converts = {
    person: { name: 'name' },
    account: { name: ['firm', 'name'] },
    deal: { name: { value: 'New' } },
  };
  expect(found({ converts })).toEqual([]);
  expect(found({ converts, person: undefined })).toContain('bad-conversion converts');
  expect(found({ converts, stages: { first: 'new', list: [{ key: 'new' }] } })).toEqual([
    'bad-conversion converts',
  ]);
});

it('finds fields that neither the object nor what is made of it has', () => {
  const converts = { person: { name: 'nam' }, account: { name: ['firm', 'company'], vat: 'firm' }, deal: {} };
  expect(found({ converts })).toEqual([
    'unknown-field converts.person.name',
    'unknown-field converts.account.name',
  ]);
  const parsed = parse({ converts: { account: { vat: 'firm' } } });
  if (!parsed.ok) throw new Error('not readable');
  expect(
    checkConvertTargets({ definition: parsed.value, objects: shippedObjects }).map(
      ({ code, path }) => `${code} ${path}`,
    ),
  ).toEqual(['unknown-field converts.account.vat']);
});
