import { describe, expect, it } from 'vitest';

import { brief, context, found } from '../journeys-for-tests.ts';

const tell = (fields: Record<string, unknown>) => {
  const steps = [{ id: 'week', type: 'wait', for: '1 week' }];
  const entry = { record: 'deal', when: 'created' };
  return found(JSON.stringify({ key: 'test', name: 'Test', stage: 'service', entry, steps, ...fields }));
};
const problems = (fields: Record<string, unknown>) => brief(tell(fields));
const ofEntry = (entry: Record<string, unknown>) => problems({ entry });

const holds = (fact: string, path: string) => ({ all: [{ fact, path, operator: 'exists', value: true }] });
const branch = (fact: string, path: string) => ({
  steps: [{ id: 'which', type: 'branch', cases: [{ when: holds(fact, path), then: [] }] }],
});

describe('an entry by a record', () => {
  it('is taken as it is taught', () => {
    for (const entry of [
      { record: 'deal', when: 'created' },
      { record: 'deal', when: 'changed' },
      { record: 'deal', when: 'changed', fields: ['amount', 'owner'] },
      { record: 'deal', when: 'stage', from: 'open', to: 'proposal' },
      { record: 'deal', when: 'fits', filter: holds('record', '$.amount') },
      { record: 'deal', when: 'date', field: 'closeOn', offset: '30 days before', at: '10:00', yearly: true },
    ])
      expect(ofEntry(entry), JSON.stringify(entry)).toEqual([]);
  });

  it('names an object, fields and stages that there are, or the nearest', () => {
    const [wrong] = tell({ entry: { record: 'deel', when: 'created' } });
    expect(wrong).toMatchObject({ code: 'unknown-object', path: 'entry.record' });
    expect(wrong?.hint).toContain('Did you mean `deal`?');
    expect(ofEntry({ record: 'deal', when: 'changed', fields: ['amount', 'amout'] })).toEqual([
      'unknown-field entry.fields[1]',
    ]);
    expect(ofEntry({ record: 'deal', when: 'stage', from: 'opened', to: 'wonn' })).toEqual([
      'unknown-stage entry.from',
      'unknown-stage entry.to',
    ]);
    expect(ofEntry({ record: 'deal', when: 'fits', filter: holds('record', '$.amont') })).toEqual([
      'unknown-field entry.filter.all[0].path',
    ]);
  });

  it('is refused for an object whose records are about nobody', () => {
    expect(ofEntry({ record: 'product', when: 'created' })).toEqual(['object-without-person entry.record']);
  });

  it('is refused with parts that do nothing, and without those it needs', () => {
    expect(ofEntry({ record: 'deal', when: 'created', fields: ['amount'] })).toEqual([
      'useless-field entry.fields',
    ]);
    expect(ofEntry({ record: 'deal', when: 'changed', to: 'won' })).toEqual(['useless-field entry.to']);
    expect(ofEntry({ record: 'deal', when: 'fits' })).toEqual(['missing-field entry.filter']);
    expect(ofEntry({ record: 'deal', when: 'created', field: 'closeOn', yearly: true })).toEqual([
      'useless-field entry.field',
      'useless-field entry.yearly',
    ]);
    expect(ofEntry({ record: 'deal', when: 'date' })).toEqual(['missing-field entry.field']);
  });

  it('starts at a field that is a date, with an offset that is one', () => {
    const date = { record: 'deal', when: 'date' };
    expect(ofEntry({ ...date, field: 'amount' })).toEqual(['not-a-date entry.field']);
    expect(ofEntry({ ...date, field: 'closeOnn' })).toEqual(['unknown-field entry.field']);
    expect(ofEntry({ ...date, field: 'closeOn', offset: 'soon' })).toEqual(['bad-offset entry.offset']);
  });

  it('has a filter over the record alone', () => {
    expect(ofEntry({ record: 'deal', when: 'fits', filter: holds('profile', '$.traits.plan') })).toEqual([
      'fact-not-here entry.filter.all[0].fact',
    ]);
  });

  it('is not doubted for an object whose file could not be read', () => {
    const objects = new Map([...context.objects, ['vehicle', undefined] as const]);
    const text = JSON.stringify({
      key: 'test',
      name: 'Test',
      stage: 'service',
      entry: { record: 'vehicle', when: 'stage', to: 'sold' },
      ...branch('record', '$.plate'),
    });
    expect(found(text, { context: { ...context, objects } })).toEqual([]);
  });
});

describe('the record in a journey about one', () => {
  it('is known in conditions, paths and templates, by the fields of its object and what every record has', () => {
    expect(problems(branch('record', '$.amount.minor'))).toEqual([]);
    expect(problems(branch('record', '$.stageAt'))).toEqual([]);
    const set = { deal: '{{record.name}} {{record.owner}}' };
    const until = { date: '$.record.closeOn', missing: 'exit' };
    const steps = [
      { id: 'note', type: 'update', set },
      { id: 'close', type: 'wait', until },
    ];
    expect(problems({ steps })).toEqual([]);
    expect(problems({ exit: [{ when: holds('record', '$.owner') }] })).toEqual([]);
  });

  it('is refused where its object has no such field, with the nearest', () => {
    expect(problems(branch('record', '$.amout.minor'))).toEqual([
      'unknown-field which steps[0].cases[0].when.all[0].path',
    ]);
    expect(problems({ steps: [{ id: 'note', type: 'update', set: { deal: '{{record.nam}}' } }] })).toEqual([
      'unknown-field note steps[0].set.deal',
    ]);
    expect(problems({ exit: [{ when: holds('record', '$.ownr') }] })).toEqual([
      'unknown-field exit[0].when.all[0].path',
    ]);
  });

  it('is warned of where a choice or stage is asked for that its object does not list', () => {
    const asks = (path: string, operator: string, value: unknown) => ({
      exit: [{ when: { all: [{ fact: 'record', path, operator, value }] } }],
    });
    const [wrong] = tell(asks('$.stage', 'equal', 'propsal'));
    expect(wrong).toMatchObject({
      code: 'unknown-stage',
      path: 'exit[0].when.all[0].value',
      message: '`stage` of `deal` is never `propsal`.',
      severity: 'warning',
    });
    expect(wrong?.hint).toContain('Did you mean `proposal`?');
    expect(problems(asks('$.source', 'in', ['fair', 'fairr']))).toEqual([
      'warning unknown-choice exit[0].when.all[0].value[1]',
    ]);
    expect(problems(asks('$.source', 'in', ['fair', 'web']))).toEqual([]);
    expect(problems(asks('$.name', 'equal', 'fairr'))).toEqual([]);
  });

  it('is refused a value in a step that its field does not take; what a template makes is not judged', () => {
    const step = (set: object) => problems({ steps: [{ id: 'note', type: 'record', set }] });
    expect(step({ source: 'fairr' })).toEqual(['unknown-choice note steps[0].set.source']);
    expect(step({ amount: '12 EUR' })).toEqual(['wrong-type note steps[0].set.amount']);
    expect(step({ source: '{{entry.source}}', amount: { minor: 1200, currency: 'EUR' } })).toEqual([]);
    // Both empty the field.
    expect(step({ source: null, amount: '' })).toEqual([]);
  });

  it('does not mix up with other records that conditions ask for', () => {
    const records = {
      fact: 'records',
      params: { kind: 'case', where: holds('record', '$.priority') },
      path: '$.count',
      operator: 'greaterThan',
      value: 0,
    };
    const steps = [{ id: 'which', type: 'branch', cases: [{ when: { all: [records] }, then: [] }] }];
    expect(problems({ steps })).toEqual([]);
  });

  it('is known in no other journey', () => {
    const entry = { on: 'Checkout Started' };
    expect(problems({ entry, ...branch('record', '$.amount.minor') })).toEqual([
      'fact-not-here which steps[0].cases[0].when.all[0].fact',
    ]);
    expect(problems({ entry, exit: [{ when: holds('record', '$.owner') }] })).toEqual([
      'fact-not-here exit[0].when.all[0].fact',
    ]);
    const steps = [{ id: 'note', type: 'update', set: { deal: '{{record.name}}' } }];
    expect(problems({ entry, steps })).toEqual(['no-record note steps[0].set.deal']);
  });

  it('is looked for in the messages that the journey sends', () => {
    const facts = { channel: 'email', class: 'marketing' as const, topic: 'news', steps: [] };
    const messages = new Map([['hello', { ...facts, record: ['name', 'amout'] }]]);
    const steps = [{ id: 'mail', type: 'send', channel: 'email', message: 'hello' }];
    const text = (entry: unknown) =>
      JSON.stringify({ key: 'test', name: 'T', stage: 'service', entry, steps });
    const withIt = { context: { ...context, messages } };
    expect(brief(found(text({ record: 'deal', when: 'created' }), withIt))).toEqual([
      'warning unknown-field mail steps[0].message',
    ]);
    expect(brief(found(text({ on: 'Checkout Started' }), withIt))).toEqual([
      'warning no-record mail steps[0].message',
      'warning no-record mail steps[0].message',
    ]);
  });
});
