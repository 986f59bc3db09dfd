import { describe, expect, it } from 'vitest';

import { journeyFrom, linesOf, play, send } from './play-for-tests.ts';

/** A deal as stories make it. */
const made = (id = 'd1', at = '+1 hour', more: Record<string, unknown> = {}) => ({
  at,
  record: 'deal',
  id,
  set: { name: `Deal ${id}`, amount: { minor: 90_000, currency: 'EUR' }, closeOn: '2026-07-01' },
  ...more,
});

const wait = { id: 'long', type: 'wait', for: '10 days' };
const entry = { record: 'deal', when: 'created' };

const told = async (journey: Record<string, unknown>, records: readonly unknown[]) =>
  play({
    journey: journeyFrom({ entry, steps: [wait, send('mail')], ...journey }),
    story: { events: [], records },
  });

const outcomes = (simulation: Awaited<ReturnType<typeof told>>) =>
  simulation.runs.map(({ entryKey, outcome }) => [entryKey, outcome]);

describe('a journey about a record', () => {
  it('starts when the record is created, with its id as the key, and once for each record', async () => {
    const simulation = await told({}, [
      made(),
      made('d2', '+2 hours'),
      { at: '+3 hours', record: 'deal', id: 'd1', set: { nextStep: 'call' } },
    ]);
    expect(outcomes(simulation)).toEqual([
      ['d1', 'completed'],
      ['d2', 'completed'],
    ]);
  });

  it('does not start for records of another kind, for records about nobody, nor for those there were before', async () => {
    const simulation = await told({}, [
      made('old', '2026-05-20T10:00'),
      { at: '+1 hour', record: 'case', id: 'c1', set: { subject: 'Leak' } },
      { at: '+1 hour', record: 'account', id: 'a1', set: { name: 'Casa' } },
    ]);
    expect(simulation.runs).toEqual([]);
  });

  it('starts when one of the named fields changes, also one whose change is no event of the object', async () => {
    const changed = { record: 'deal', when: 'changed', fields: ['nextStep', 'owner'], again: 'always' };
    const simulation = await told({ entry: changed, steps: [send('mail')] }, [
      made(),
      { at: '+2 hours', record: 'deal', id: 'd1', set: { amount: { minor: 1, currency: 'EUR' } } },
      { at: '+3 hours', record: 'deal', id: 'd1', set: { nextStep: 'call' } },
      { at: '+4 hours', record: 'deal', id: 'd1', owner: 'u1' },
    ]);
    expect(simulation.runs.map(({ enteredAt }) => new Date(enteredAt).toISOString())).toEqual([
      '2026-06-01T11:00:00.000Z',
      '2026-06-01T12:00:00.000Z',
    ]);
  });

  it('starts when the record moves from and to the stages it names', async () => {
    const moved = { record: 'deal', when: 'stage', from: 'qualified', to: 'proposal' };
    const simulation = await told({ entry: moved }, [
      made(),
      { at: '+2 hours', record: 'deal', id: 'd1', stage: 'qualified' },
      { at: '+3 hours', record: 'deal', id: 'd1', stage: 'proposal' },
      made('d2', '+2 hours'),
      { at: '+3 hours', record: 'deal', id: 'd2', stage: 'proposal' },
    ]);
    expect(outcomes(simulation)).toEqual([['d1', 'completed']]);
  });

  it('starts when the record comes to fit a filter, and again only after it did not', async () => {
    const filter = {
      all: [{ fact: 'record', path: '$.amount.minor', operator: 'greaterThan', value: 100_000 }],
    };
    const amount = (at: string, minor: number) => ({
      at,
      record: 'deal',
      id: 'd1',
      set: { amount: { minor, currency: 'EUR' } },
    });
    const fits = { record: 'deal', when: 'fits', filter, again: 'always' };
    const simulation = await told({ entry: fits, steps: [send('mail')] }, [
      made(),
      amount('+2 hours', 150_000),
      amount('+3 hours', 200_000),
      amount('+4 hours', 50_000),
      amount('+5 hours', 150_000),
    ]);
    expect(simulation.runs).toHaveLength(2);
  });

  it('decides by the record as it is at that moment', async () => {
    const big = (minor: number) => ({
      all: [{ fact: 'record', path: '$.amount.minor', operator: 'greaterThanInclusive', value: minor }],
    });
    const simulation = await told(
      {
        entry: { ...entry, where: big(90_000) },
        steps: [wait, { id: 'worth', type: 'branch', cases: [{ when: big(200_000), then: [send('mail')] }] }],
      },
      [
        made(),
        made('small', '+1 hour', { set: { name: 'Small', amount: { minor: 5, currency: 'EUR' } } }),
        { at: '+2 days', record: 'deal', id: 'd1', set: { amount: { minor: 250_000, currency: 'EUR' } } },
      ],
    );
    expect(simulation.messages).toHaveLength(1);
    expect(simulation.refused).toMatchObject([{ reason: 'where' }]);
  });

  it('fills templates of its steps with the record as it is then', async () => {
    const simulation = await told(
      {
        steps: [wait, { id: 'note', type: 'update', set: { deal: '{{record.name}}: {{record.nextStep}}' } }],
      },
      [made(), { at: '+2 days', record: 'deal', id: 'd1', set: { nextStep: 'call' } }],
    );
    expect(simulation.profile.traits['deal']).toBe('Deal d1: call');
  });

  it('ends by events of its own record only, without a match', async () => {
    const exit = [{ on: 'Deal Stage Changed', outcome: 'moved' }];
    const simulation = await told({ exit }, [
      made(),
      made('d2', '+1 hour'),
      { at: '+2 days', record: 'deal', id: 'd2', stage: 'qualified' },
    ]);
    expect(outcomes(simulation)).toEqual([
      ['d1', 'completed'],
      ['d2', 'moved'],
    ]);
  });

  it('does not end, and is not converted, by the change that started it', async () => {
    const stage = { on: 'Deal Stage Changed' };
    const simulation = await told(
      {
        entry: { record: 'deal', when: 'stage', again: 'always' },
        exit: [{ ...stage, outcome: 'moved' }],
        goal: stage,
      },
      [
        made(),
        { at: '+2 hours', record: 'deal', id: 'd1', stage: 'qualified' },
        { at: '+3 days', record: 'deal', id: 'd1', stage: 'proposal' },
      ],
    );
    expect(simulation.runs.map(({ outcome, converted }) => [outcome, converted])).toEqual([
      ['moved', true],
      ['completed', false],
    ]);
  });

  it('waits for events of its own record only, and converts by them only', async () => {
    const won = {
      on: 'Deal Stage Changed',
      where: { all: [{ fact: 'event', path: '$.properties.to', operator: 'equal', value: 'qualified' }] },
    };
    const steps = [
      { id: 'moves', type: 'wait-for', timeout: '5 days', events: [{ ...won, then: [send('mail')] }] },
    ];
    const simulation = await told({ steps, goal: won }, [
      made(),
      made('d2', '+1 hour'),
      { at: '+2 days', record: 'deal', id: 'd2', stage: 'qualified' },
    ]);
    expect(simulation.runs.map(({ entryKey, converted }) => [entryKey, converted])).toEqual([
      ['d1', false],
      ['d2', true],
    ]);
    expect(simulation.messages.map(({ entryKey }) => entryKey)).toEqual(['d2']);
  });

  it('ends as soon as a condition on its record holds, for that record alone', async () => {
    const exit = [
      {
        when: { all: [{ fact: 'record', path: '$.owner', operator: 'equal', value: 'u1' }] },
        outcome: 'taken',
      },
    ];
    const simulation = await told({ exit }, [
      made(),
      made('d2', '+1 hour'),
      { at: '+2 days', record: 'deal', id: 'd2', owner: 'u1' },
    ]);
    expect(outcomes(simulation)).toEqual([
      ['d1', 'completed'],
      ['d2', 'taken'],
    ]);
  });

  it('ends as soon as time makes a condition on its record hold', async () => {
    const when = { all: [{ fact: 'record', path: '$.stageAt', operator: 'olderThan', value: '4 days' }] };
    const simulation = await told({ exit: [{ when, outcome: 'stalled' }] }, [
      made(),
      { at: '+2 days', record: 'deal', id: 'd1', stage: 'qualified' },
    ]);
    expect(outcomes(simulation)).toEqual([['d1', 'stalled']]);
    expect(linesOf(simulation).at(-1)).toContain('06-07 10:00');
  });

  it('waits until a date of its record, and longer once that date moves', async () => {
    const until = { date: '$.record.closeOn', offset: '2 days before', at: '09:00', missing: 'exit' };
    const simulation = await told({ steps: [{ id: 'close', type: 'wait', until }, send('mail')] }, [
      made(),
      made('d2', '+1 hour'),
      { at: '+2 days', record: 'deal', id: 'd2', set: { closeOn: '2026-07-20' } },
    ]);
    expect(simulation.messages.map(({ entryKey, at }) => [entryKey, new Date(at).toISOString()])).toEqual([
      ['d1', '2026-06-29T07:00:00.000Z'],
      ['d2', '2026-07-18T07:00:00.000Z'],
    ]);
  });

  it('ends with `record-gone` when the record is deleted', async () => {
    const simulation = await told({}, [made(), { at: '+2 days', record: 'deal', id: 'd1', delete: true }]);
    expect(outcomes(simulation)).toEqual([['d1', 'record-gone']]);
    expect(simulation.messages).toEqual([]);
  });

  it('ends with `record-gone` when the record comes to be about nobody', async () => {
    const simulation = await told({}, [
      made(),
      { at: '+2 days', record: 'deal', id: 'd1', unset: ['contact'] },
    ]);
    expect(outcomes(simulation)).toEqual([['d1', 'record-gone']]);
  });

  it('can be asked for by the id of a record, and is refused for one there is not', async () => {
    const simulation = await play({
      journey: journeyFrom({ entry: { record: 'deal', when: 'stage' }, steps: [send('mail')] }),
      story: {
        events: [],
        records: [{ record: 'deal', id: 'd1', set: { name: 'Deal' } }],
        enter: [{ key: 'd1' }, { at: '+1 minute', key: 'd9' }],
      },
    });
    expect(outcomes(simulation)).toEqual([['d1', 'completed']]);
    expect(simulation.refused).toMatchObject([{ reason: 'no-record' }]);
  });

  it('has no value of the record in what the engine tells itself', async () => {
    const simulation = await told({}, [made()]);
    expect(simulation.runs[0]?.entry?.properties).toEqual({
      kind: 'deal',
      record: 'd1',
      act: 'created',
      changed: ['name', 'contact', 'amount', 'closeOn', 'stage'],
      from: null,
      to: 'open',
      with: [expect.stringMatching(/^record:/)],
    });
  });
});
