import { describe, expect, it } from 'vitest';

import { planChange } from '../records/plan-change.ts';
import { mayReach, reachOf } from './access.ts';
import type { ObjectDefinition } from './definition.ts';
import { parseObject } from './parse-object.ts';
import { shippedObjects } from './shipped.ts';

const base = {
  key: 'vehicle',
  name: 'Vehicle',
  title: 'plate',
  fields: { plate: { type: 'text' }, fuel: { type: 'choice', choices: ['petrol', 'diesel'] } },
};
const parse = (more: object, shipped = shippedObjects) =>
  parseObject({ file: 'objects/vehicle.json', text: JSON.stringify({ ...base, ...more }, null, 2), shipped });
const found = (more: object): readonly string[] => {
  const parsed = parse(more);
  return (parsed.ok ? parsed.warnings : parsed.problems).map(({ code, path }) => `${code} ${path}`);
};
const whole = (more: object): ObjectDefinition => {
  const parsed = parse(more);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
};

describe('an object file', () => {
  const fields = (more: object) => ({ fields: { ...base.fields, ...more } });
  const many = (count: number, field: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, field]));
  const stages = (...list: object[]) => ({ stages: { first: 'a', list } });

  it.each([
    ['a key that is not the file’s', { key: 'car' }, ['key-differs-from-file key']],
    ['a reserved name', fields({ owner: { type: 'text' } }), ['reserved-name fields.owner']],
    ['an unknown type', fields({ x: { type: 'txt' } }), ['unknown-type fields.x.type']],
    [
      'a flag the type does not have',
      fields({ x: { type: 'money', unique: true } }),
      ['unknown-field fields.x.unique'],
    ],
    [
      'a choice that stands there twice',
      fields({ x: { type: 'choice', choices: ['a', 'A'] } }),
      ['duplicate-choice fields.x.choices[1]'],
    ],
    [
      'bounds the wrong way round',
      fields({ x: { type: 'number', min: 2, max: 1 } }),
      ['bad-range fields.x.min'],
    ],
    ['a title that is no text', { title: 'fuel' }, ['bad-title title']],
    ['a person that is none', { person: 'plate' }, ['bad-person person']],
    ['a stage that is not there', stages({ key: 'a', to: ['b'] }), ['unknown-stage stages.list[0].to[0]']],
    [
      'a first stage that is not there',
      { stages: { first: 'x', list: [{ key: 'a' }] } },
      ['unknown-stage stages.first'],
    ],
    [
      'a stage nobody comes to',
      stages({ key: 'a', to: [] }, { key: 'b' }),
      ['unreachable-stage stages.list[1]'],
    ],
    [
      'a required field that is not there',
      stages({ key: 'a', requires: ['prize'] }),
      ['unknown-field stages.list[0].requires[0]'],
    ],
    ['views of unknown fields', { views: { list: ['plte'] } }, ['unknown-field views.list[0]']],
    [
      'a board by stages it has not',
      { views: { board: { by: 'stage', card: ['plate'] } } },
      ['bad-board views.board.by'],
    ],
    [
      'a calendar by fields that are no time',
      { views: { calendar: { from: 'plate', until: 'endsAt' } } },
      ['bad-calendar views.calendar.from', 'unknown-field views.calendar.until'],
    ],
    ['events of unknown fields', { events: { changed: ['fule'] } }, ['unknown-field events.changed[0]']],
    ['the name of an event of shops', { name: 'Customer' }, ['event-name-taken name']],
    [
      'more than 4 sortable fields',
      fields(many(5, { type: 'number', sortable: true })),
      ['too-many-sortable fields.f4.sortable'],
    ],
    ['more than 200 fields', fields(many(199, { type: 'date' })), ['too-many-fields fields']],
    [
      'a list in a list',
      fields({ x: { type: 'list', fields: { y: { type: 'list', fields: {} } } } }),
      ['bad-column fields.x.fields.y'],
    ],
    [
      'a formula over unknown fields',
      fields({ x: { type: 'formula', gives: 'number', sum: ['seats'] } }),
      ['unknown-field fields.x.sum[0]'],
    ],
    [
      'a formula over texts',
      fields({ x: { type: 'formula', gives: 'number', sum: ['plate'] } }),
      ['bad-formula fields.x.sum[0]'],
    ],
    ['a formula of nothing', fields({ x: { type: 'formula', gives: 'number' } }), ['missing-field fields.x']],
    [
      'a formula that asks for an age or an unknown field',
      fields({
        x: {
          type: 'formula',
          gives: 'yes-no',
          cases: [
            {
              when: {
                all: [
                  { fact: 'record', path: '$.createdAt', operator: 'olderThan', value: '2 days' },
                  { fact: 'record', path: '$.fule', operator: 'equal', value: 'diesel' },
                ],
              },
              value: true,
            },
          ],
        },
      }),
      [
        'unknown-field fields.x.cases[0].when.all[1].path',
        'operator-does-not-fit fields.x.cases[0].when.all[0].operator',
      ],
    ],
    ['an extension of nothing', { extends: 'vehicel' }, ['unknown-object extends']],
  ])('is refused for %s', (_what, more, problems) => {
    expect(found(more)).toEqual(problems);
  });

  it('has the place, line and nearest name of a mistake', () => {
    const parsed = parse({ views: { list: ['plte'] } });
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([
      { file: 'objects/vehicle.json', line: expect.any(Number), hint: expect.stringContaining('`plate`') },
    ]);
  });
});

describe('access', () => {
  const eva = { id: 'eva', role: 'agent', teams: ['sales'] } as const;
  const access = { read: ['agent', 'viewer'], write: { agent: 'team' } } as const;
  const reach = (act: 'read' | 'write', record: { owner?: string; team?: string }) =>
    mayReach({ access: { read: [...access.read], write: access.write }, act, viewer: eva, record });

  it('reaches as far as the object says', () => {
    expect(reach('read', {})).toBe(true);
    expect(reach('write', {})).toBe(false);
    expect(reach('write', { owner: 'eva' })).toBe(true);
    expect(reach('write', { team: 'sales' })).toBe(true);
    expect(reach('write', { owner: 'bo', team: 'support' })).toBe(false);
  });

  it('is all for owners, nothing to change for viewers, and never wider in writing than in reading', () => {
    const of = (role: 'owner' | 'viewer' | 'agent', act: 'read' | 'write', own: object | undefined) =>
      reachOf({ access: own, act, viewer: { id: 'x', role, teams: [] } });
    expect(of('owner', 'write', { write: [] })).toBe('all');
    expect(of('viewer', 'read', undefined)).toBe('all');
    expect(of('viewer', 'write', undefined)).toBe('none');
    expect(of('agent', 'write', { read: { agent: 'own' }, write: ['agent'] })).toBe('own');
  });
});

describe('the plan of a changed object', () => {
  const withStages = (...keys: string[]) => ({
    stages: { first: keys[0], list: keys.map((key) => ({ key })) },
  });

  it('says what becomes of the records there are', () => {
    const before = whole({
      ...withStages('new', 'old'),
      fields: { ...base.fields, seats: { type: 'number' } },
    });
    const after = whole({
      ...withStages('new'),
      fields: {
        plate: { type: 'text', required: true, unique: true, max: 5 },
        fuel: { type: 'choice', choices: ['diesel', 'electric'] },
        colour: { type: 'text', required: true },
      },
    });
    expect(planChange({ before, after }).map(({ code, name, count }) => [code, name, count])).toEqual([
      ['field-narrowed', 'plate', { of: 'with', field: 'plate' }],
      ['field-now-required', 'plate', { of: 'without', field: 'plate' }],
      ['now-unique', 'plate', { of: 'with', field: 'plate' }],
      ['choices-removed', 'fuel', { of: 'values', field: 'fuel', values: ['petrol'] }],
      ['field-removed', 'seats', { of: 'with', field: 'seats' }],
      ['field-now-required', 'colour', { of: 'without', field: 'colour' }],
      ['stage-removed', 'old', { of: 'stage', stage: 'old' }],
    ]);
  });

  it('is empty for what is the same or new, and says what a removed object leaves', () => {
    const one = whole({});
    expect(planChange({ before: one, after: one })).toEqual([]);
    expect(planChange({ before: undefined, after: one })).toEqual([]);
    expect(planChange({ before: one, after: undefined })).toMatchObject([{ code: 'object-removed' }]);
  });
});
