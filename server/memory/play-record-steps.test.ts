import { describe, expect, it } from 'vitest';

import { brief, found } from '../../domain/journey/journeys-for-tests.ts';
import { journeyFrom, play, send } from './play-for-tests.ts';

const deal = (id: string, at = '+1 hour', more: Record<string, unknown> = {}) => ({
  at,
  record: 'deal',
  id,
  set: { name: `Deal ${id}`, amount: { minor: 90_000, currency: 'EUR' }, closeOn: '2026-07-01', ...more },
});

const told = async (steps: readonly unknown[], records: readonly unknown[] = [deal('d1')]) =>
  play({
    journey: journeyFrom({ entry: { record: 'deal', when: 'created' }, steps }),
    story: { events: [], records },
  });

const resultOf = (simulation: Awaited<ReturnType<typeof told>>, step: string, run = 0) =>
  simulation.runs[run]?.steps[step];

const step = (id: string, more: Record<string, unknown>) => ({ id, type: 'record', ...more });

describe('a step `record`', () => {
  it('makes a record about the person, of templates, whose id later steps know', async () => {
    const simulation = await told([
      step('open', { create: 'case', set: { subject: 'About {{record.name}}', priority: 'high' } }),
      step('hurry', { object: 'case', of: '$.steps.open.record.id', set: { priority: 'urgent' } }),
      {
        id: 'which',
        type: 'branch',
        cases: [
          {
            when: {
              all: [
                {
                  fact: 'records',
                  params: {
                    kind: 'case',
                    where: {
                      all: [{ fact: 'record', path: '$.priority', operator: 'equal', value: 'urgent' }],
                    },
                  },
                  path: '$.count',
                  operator: 'equal',
                  value: 1,
                },
              ],
            },
            then: [send('mail')],
          },
        ],
      },
    ]);
    expect(resultOf(simulation, 'open')).toMatchObject({ record: { kind: 'case' }, object: 'case' });
    expect(simulation.messages).toHaveLength(1);
  });

  it('changes, moves and assigns the record of the journey, and what follows sees it', async () => {
    const owned = { all: [{ fact: 'record', path: '$.owner', operator: 'equal', value: 'u1' }] };
    const simulation = await told([
      step('take', { stage: 'qualified', set: { nextStep: 'call' }, assign: { owner: 'u1', team: 'sales' } }),
      { id: 'mine', type: 'branch', cases: [{ when: owned, then: [send('mail')] }] },
    ]);
    expect(resultOf(simulation, 'take')).toMatchObject({
      record: { id: 'd1', stage: 'qualified', owner: 'u1', team: 'sales' },
    });
    expect(simulation.messages).toHaveLength(1);
  });

  it('fails with the rule that is broken and no value, and the run goes on', async () => {
    const simulation = await told([step('jump', { stage: 'negotiation' }), send('mail')]);
    const failed = simulation.runs[0]?.timeline.find(({ kind }) => kind === 'failed');
    expect(failed).toMatchObject({
      reason: 'record-refused',
      detail: { object: 'deal', problems: [{ code: 'move-not-allowed', path: 'stage' }] },
    });
    expect(simulation.messages).toHaveLength(1);
  });

  it('gives records to users in turn', async () => {
    const simulation = await told(
      [step('give', { assign: { roundRobin: ['u1', 'u2', 'u3'] } })],
      [deal('d1'), deal('d2', '+2 hours'), deal('d3', '+3 hours'), deal('d4', '+4 hours')],
    );
    const owners = simulation.runs.map((_run, n) => resultOf(simulation, 'give', n));
    expect(owners).toMatchObject(['u1', 'u2', 'u3', 'u1'].map((owner) => ({ record: { owner } })));
  });

  it('gives a record to the user with the fewest that are not over', async () => {
    const had = (id: string, more: Record<string, unknown>) => ({ ...deal(id, '2026-05-01T10:00'), ...more });
    const simulation = await told(
      [step('give', { assign: { leastBusy: ['u1', 'u2'] } })],
      [
        had('a', { owner: 'u1' }),
        had('b', { owner: 'u1' }),
        had('c', { owner: 'u2' }),
        had('d', { owner: 'u2', set: { name: 'Lost', lossReason: 'price' }, stage: 'lost' }),
        deal('d1'),
        deal('d2', '+2 hours'),
        deal('d3', '+3 hours'),
      ],
    );
    const owners = simulation.runs.map((_run, n) => resultOf(simulation, 'give', n));
    expect(owners).toMatchObject(['u2', 'u1', 'u2'].map((owner) => ({ record: { owner } })));
  });

  it('gives a record to the territory whose rule holds, and to another when none does', async () => {
    const big = {
      all: [{ fact: 'record', path: '$.amount.minor', operator: 'greaterThan', value: 100_000 }],
    };
    const simulation = await told(
      [
        step('give', {
          assign: { cases: [{ when: big, to: { owner: 'boss' } }], otherwise: { roundRobin: ['u1', 'u2'] } },
        }),
      ],
      [deal('d1', '+1 hour', { amount: { minor: 500_000, currency: 'EUR' } }), deal('d2', '+2 hours')],
    );
    const owners = simulation.runs.map((_run, n) => resultOf(simulation, 'give', n));
    expect(owners).toMatchObject([{ record: { owner: 'boss' } }, { record: { owner: 'u1' } }]);
  });
});

describe('the checks of a step `record`', () => {
  const problems = (given: Record<string, unknown>, entry: unknown = { record: 'deal', when: 'created' }) => {
    const steps = [step('one', given)];
    return brief(found(JSON.stringify({ key: 'test', name: 'Test', stage: 'service', entry, steps })));
  };

  it('take what is taught', () => {
    expect(problems({ stage: 'qualified' })).toEqual([]);
    expect(problems({ create: 'case', set: { subject: 'Call' } }, { on: 'Checkout Started' })).toEqual([]);
  });

  it('name objects, fields and stages that there are, or the nearest', () => {
    expect(problems({ create: 'cas', set: { subject: 'Call' } })).toEqual([
      'unknown-object one steps[0].create',
    ]);
    expect(problems({ set: { nam: 'x' } })).toEqual(['unknown-field one steps[0].set.nam']);
    expect(problems({ stage: 'wonn' })).toEqual(['unknown-stage one steps[0].stage']);
  });

  it('refuse a step that does nothing, has no record, or does not say who', () => {
    expect(problems({})).toEqual(['empty-step one steps[0]']);
    expect(problems({ stage: 'won' }, { on: 'Checkout Started' })).toEqual(['no-record one steps[0]']);
    expect(problems({ object: 'case', stage: 'closed' })).toEqual(['missing-field one steps[0].object']);
    expect(problems({ assign: {} })).toEqual(['bad-target one steps[0].assign']);
    expect(problems({ assign: { owner: 'u1', roundRobin: ['u2'] } })).toEqual([
      'bad-target one steps[0].assign',
    ]);
  });
});
