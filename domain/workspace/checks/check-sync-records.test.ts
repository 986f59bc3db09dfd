import { expect, it } from 'vitest';

import { syncSchema } from '../../sync/sync-settings.ts';
import { checkSyncRecords } from './check-sync-records.ts';

const fields = [{ ours: 'name', theirs: 'name' }];
const base = {
  plugin: 'crm',
  object: 'deals',
  with: 'deal',
  match: { ours: 'name', theirs: 'name' },
  fields,
};

const problemsOf = (more: object) =>
  checkSyncRecords({
    syncs: { deals: syncSchema.parse({ ...base, ...more }), accounts: syncSchema.parse(base) },
    objects: [],
    sorted: { settings: { file: 'ciclo.json', text: '{}' }, objects: [] },
  }).map(({ code, path }) => `${code} ${path}`);

it('a sync of records names a kind that there is, and fields of it', () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ with: 'deel' })).toEqual(['unknown-object syncs.deals.with']);
  expect(problemsOf({ fields: [{ ours: 'nmae', theirs: 'name' }] })).toEqual([
    'unknown-field syncs.deals.fields[0].ours',
  ]);
});

it.each([
  ['a formula only goes out', { ours: 'linesTotal', theirs: 'total', currency: 'EUR' }, 'cannot-be-set'],
  ['an id only goes out', { ours: 'id', theirs: 'ciclo_id' }, 'cannot-be-set'],
  ['an amount has a currency', { ours: 'amount', theirs: 'amount' }, 'no-currency'],
  ['a link names a sync', { ours: 'account', theirs: 'company', link: 'acounts' }, 'unknown-sync'],
])('%s', (_name, field, code) => {
  expect(problemsOf({ fields: [field] })).toEqual([expect.stringContaining(`${code} syncs.deals.fields[0]`)]);
});

it('what goes out only, has a currency or names a sync is taken', () => {
  const good = [
    { ours: 'id', theirs: 'ciclo_id', direction: 'out' },
    { ours: 'amount', theirs: 'amount', currency: 'EUR' },
    { ours: 'account', theirs: 'company', link: 'accounts' },
    { ours: 'stage', theirs: 'stage' },
  ];
  expect(problemsOf({ fields: good })).toEqual([]);
});

it('records are matched by a field that finds them, and have neither segments nor consents', () => {
  expect(problemsOf({ match: undefined })).toEqual(['no-match syncs.deals.match']);
  expect(problemsOf({ match: { ours: 'id', theirs: 'ciclo_id' } })).toEqual([]);
  expect(problemsOf({ segment: 'vip', consents: [{ theirs: 'optout' }] })).toEqual([
    'only-for-people syncs.deals.segment',
    'only-for-people syncs.deals.consents',
  ]);
});
