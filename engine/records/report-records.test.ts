import { expect, it } from 'vitest';

import { objectSchema } from '../../domain/objects/definition.ts';
import { reportRecords } from '../journeys/report-records.ts';
import { createWorld, make, memoryStores, objectFor } from './records-for-tests.ts';

it('a publication says which records a changed object concerns, and how many', async () => {
  const { stores } = memoryStores();
  const tenant = 'shop-of-plans';
  const world = createWorld({ stores, tenant });
  await make(world, 'deal', 'd1', { name: 'One', source: 'web', seats: 3 });
  await make(world, 'deal', 'd2', { name: 'Two', source: 'fair', labels: ['renewal', 'key account'] });
  await make(world, 'deal', 'd3', { name: 'Three' });
  await world.changeRecords.remove(world.named('deal', 'd3'));
  const before = objectFor('deal').definition;
  const { seats: _seats, note: _note, ...fields } = before.fields;
  const after = objectSchema.parse({
    ...before,
    fields: {
      ...fields,
      source: { type: 'choice', choices: ['web'] },
      labels: { type: 'choices', choices: ['key account'] },
      closeOn: { type: 'date', sortable: true, required: true },
    },
    stages: { first: 'new', list: [{ key: 'new' }, { key: 'won', ends: 'won' }] },
  });
  const { countRecords } = stores;
  const reports = await reportRecords({ countRecords, tenant, before: [before], after: [after] });
  expect(reports.map(({ code, name, records }) => [code, name, records]).toSorted()).toEqual(
    [
      ['field-now-required', 'closeOn', 2],
      ['field-removed', 'seats', 1],
      ['choices-removed', 'source', 1],
      ['choices-removed', 'labels', 1],
      ['stage-removed', 'open', 2],
    ].toSorted(),
  );
});
