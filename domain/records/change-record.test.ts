import { describe, expect, it } from 'vitest';

import { objectSchema } from '../objects/definition.ts';
import { readyObject } from '../objects/ready-object.ts';
import { changeRecord, prepareRecord } from './change-record.ts';
import { eventsOf } from './events-of.ts';
import type { Actor, Changed, CrmRecord, RecordChange, RecordInput } from './record.ts';

const definition = objectSchema.parse({
  key: 'deal',
  name: 'Deal',
  title: 'name',
  person: 'contact',
  fields: {
    name: { type: 'text', required: true },
    contact: { type: 'person' },
    amount: { type: 'money', sortable: true },
    closeOn: { type: 'date' },
    lossReason: { type: 'choice', choices: ['price', 'silence'] },
    lines: {
      type: 'list',
      fields: {
        quantity: { type: 'number', min: 0 },
        price: { type: 'money' },
        total: { type: 'formula', gives: 'money', product: ['quantity', 'price'] },
      },
    },
    total: { type: 'formula', gives: 'money', sum: ['lines.total'] },
    isLarge: {
      type: 'formula',
      gives: 'yes-no',
      cases: [
        {
          when: {
            all: [
              {
                fact: 'record',
                path: '$.total.minor',
                operator: 'greaterThanInclusive',
                value: 1_000_000,
              },
            ],
          },
          value: true,
        },
      ],
      otherwise: false,
    },
  },
  stages: {
    first: 'open',
    list: [
      { key: 'open', to: ['proposal', 'lost'] },
      { key: 'proposal', requires: ['amount', 'closeOn'], to: ['won', 'lost', 'open'] },
      { key: 'won', ends: 'won', to: [] },
      { key: 'lost', ends: 'lost', requires: ['lossReason'], to: ['open'] },
    ],
  },
  events: { changed: ['amount'] },
});
const object = readyObject({ definition });
const actor: Actor = { kind: 'key', id: 'k1' };
const start = Date.parse('2026-06-01T10:00:00Z');

const create = (given: RecordInput): Promise<Changed> =>
  prepareRecord({ object, id: 'd1', tenant: 'shop', given, now: start, zone: 'UTC', actor });
const made = async (given: RecordInput): Promise<CrmRecord> => {
  const created = await create(given);
  if (!created.ok) throw new Error(JSON.stringify(created.problems));
  return created.record;
};
const change = (current: CrmRecord, by: RecordChange): Promise<Changed> =>
  changeRecord({ object, current, change: by, now: start + 1000, zone: 'UTC', actor });
const problemsOf = (changed: Changed): readonly string[] =>
  changed.ok ? [] : changed.problems.map(({ code, path }) => `${code} ${path}`);

describe('a new record', () => {
  it('has the first stage, revision 1, the person of its field and its formulas', async () => {
    const record = await made({
      data: {
        name: '  Spring order ',
        contact: 'p1',
        lines: [
          { quantity: 3, price: { minor: 333_333, currency: 'EUR' } },
          { quantity: 1, price: { minor: 1, currency: 'EUR' } },
        ],
      },
    });
    expect(record).toMatchObject({ revision: 1, stage: 'open', stageAt: start, person: 'p1' });
    expect(record.data).toMatchObject({
      name: 'Spring order',
      total: { minor: 1_000_000, currency: 'EUR' },
      isLarge: true,
    });
  });

  it('is refused with every problem at once', async () => {
    const refused = await create({
      data: { amuont: 1, amount: { minor: 1.5, currency: 'EUR' }, total: 3, lines: [{ quantity: -1 }] },
      stage: 'wno',
    });
    expect(problemsOf(refused)).toEqual([
      'unknown-field amuont',
      'bad-value amount.minor',
      'computed-field total',
      'too-little lines[0].quantity',
      'missing-field name',
      'unknown-stage stage',
    ]);
  });
});

describe('a change', () => {
  it('keeps what it does not name, and says what is different', async () => {
    const before = await made({ data: { name: 'A', amount: { minor: 100, currency: 'EUR' } } });
    const after = await change(before, { set: { closeOn: '2026-07-01' }, unset: ['amount'], owner: 'u1' });
    expect(after).toMatchObject({
      ok: true,
      record: { revision: 2, owner: 'u1', data: { name: 'A', closeOn: '2026-07-01' } },
    });
    expect(after.ok ? after.changes : []).toEqual([
      { field: 'amount', from: { minor: 100, currency: 'EUR' }, to: null },
      { field: 'closeOn', from: null, to: '2026-07-01' },
      { field: 'owner', from: null, to: 'u1' },
    ]);
  });

  it('of nothing gives the record as it is', async () => {
    const before = await made({ data: { name: 'A' } });
    const after = await change(before, { set: { name: 'A ' } });
    expect(after).toEqual({ ok: true, record: before, changes: [] });
  });

  it('moves along the allowed moves only, with the fields that the stage requires', async () => {
    const before = await made({ data: { name: 'A' } });
    expect(problemsOf(await change(before, { stage: 'won' }))).toEqual(['move-not-allowed stage']);
    expect(problemsOf(await change(before, { stage: 'proposal' }))).toEqual([
      'missing-field amount',
      'missing-field closeOn',
    ]);
    const moved = await change(before, {
      stage: 'proposal',
      set: { amount: { minor: 5, currency: 'EUR' }, closeOn: '2026-07-01' },
    });
    expect(moved).toMatchObject({ ok: true, record: { stage: 'proposal', stageAt: start + 1000 } });
    if (!moved.ok) return;
    expect(problemsOf(await change(moved.record, { unset: ['amount'] }))).toEqual(['missing-field amount']);
    expect(eventsOf(definition, before, moved.record).map(({ name }) => name)).toEqual([
      'Deal Changed',
      'Deal Stage Changed',
    ]);
  });
});
