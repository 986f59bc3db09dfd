import { describe, expect, it } from 'vitest';

import { shippedObjects } from '../objects/shipped.ts';
import { checkMarketingPauses } from '../workspace/checks/check-marketing-pauses.ts';
import { marketingPausesOf, pauseRefusal, pausingRecords } from './marketing-pause.ts';

const objectOf = (kind: string) => shippedObjects.get(kind);

describe('what stops marketing', () => {
  it('is an open complaint by default: a case of that type in a stage that does not end it', () => {
    expect(pausingRecords({ pauses: marketingPausesOf({}), objectOf })).toEqual([
      { kind: 'case', ended: ['solved', 'closed'], having: { field: 'type', values: ['complaint'] } },
    ]);
  });

  it('is nothing when the setting is an empty list, and nothing for an object that is not there', () => {
    expect(pausingRecords({ pauses: marketingPausesOf({ marketingPauses: [] }), objectOf })).toEqual([]);
    expect(pausingRecords({ pauses: marketingPausesOf({}), objectOf: () => undefined })).toEqual([]);
  });

  it('skips marketing and says for which record; transactional messages go', () => {
    const open = { kind: 'case', id: 'c1' };
    expect(pauseRefusal({ passage: { class: 'marketing' }, open })).toEqual({
      kind: 'skipped',
      reason: 'open-case',
      detail: { object: 'case', record: 'c1' },
    });
    expect(pauseRefusal({ passage: { class: 'transactional' }, open })).toBeUndefined();
    expect(pauseRefusal({ passage: { class: 'marketing' }, open: undefined })).toBeUndefined();
  });
});

describe('the setting is checked beside the objects', () => {
  const check = (pauses: Parameters<typeof checkMarketingPauses>[0]['pauses']) => {
    const text = JSON.stringify({ marketingPauses: pauses });
    const sorted = { settings: { file: 'ciclo.json', text }, objects: [] };
    return checkMarketingPauses({ pauses, objects: [], sorted }).map(({ code, path }) => [code, path]);
  };

  it.each([
    [[{ object: 'case', types: ['complaint', 'return'] }, { object: 'return' }], []],
    [[{ object: 'cas' }], [['unknown-object', 'marketingPauses[0].object']]],
    [[{ object: 'product' }], [['object-without-person', 'marketingPauses[0].object']]],
    [[{ object: 'contact-role' }], [['never-ends', 'marketingPauses[0].object']]],
    [
      [{ object: 'case', types: ['question', 'complain'] }],
      [['unknown-choice', 'marketingPauses[0].types[1]']],
    ],
    [[{ object: 'return', types: ['x'] }], [['unknown-field', 'marketingPauses[0].types']]],
  ])('%j', (pauses, problems) => {
    expect(check(pauses)).toEqual(problems);
  });
});
