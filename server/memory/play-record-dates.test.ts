import { expect, it } from 'vitest';

import { journeyFrom, play, send } from './play-for-tests.ts';

const entry = {
  record: 'deal',
  when: 'date',
  field: 'closeOn',
  offset: '30 days before',
  again: 'after exit',
};

/** A deal as stories make it, expected to close on a day. */
const deal = (id: string, closeOn: string, at = '+1 hour') => ({
  at,
  record: 'deal',
  id,
  set: { name: `Deal ${id}`, closeOn },
});
const change = (at: string, id: string, set: Record<string, unknown>) => ({ at, record: 'deal', id, set });

const starts = async (records: readonly unknown[], more: Record<string, unknown> = {}) => {
  const journey = journeyFrom({ entry: { ...entry, ...more }, steps: [send('mail')] });
  const { runs } = await play({ journey, story: { events: [], records } });
  return runs.map(({ entryKey, enteredAt }) => `${entryKey} ${new Date(enteredAt).toISOString()}`);
};

it('starts before the date of each record, at the time of day in the zone, also of those there were before', async () => {
  const found = await starts([
    deal('old', '2026-07-10', '2026-05-20T10:00'),
    deal('d1', '2026-07-20'),
    deal('d2', '2026-11-20'),
  ]);
  // Madrid: 09:00 is 07:00 in summer, and 08:00 in winter.
  expect(found).toEqual([
    'old 2026-06-10T07:00:00.000Z',
    'd1 2026-06-20T07:00:00.000Z',
    'd2 2026-10-21T07:00:00.000Z',
  ]);
});

it('moves with the date, and starts nothing whose time is over or that has no date any more', async () => {
  const found = await starts([
    deal('moved', '2026-07-20'),
    change('+1 day', 'moved', { closeOn: '2026-08-20' }),
    deal('late', '2026-06-20'),
    deal('none', '2026-07-20'),
    change('+1 day', 'none', { closeOn: null }),
    deal('gone', '2026-07-20'),
    { at: '+1 day', record: 'deal', id: 'gone', delete: true },
  ]);
  expect(found).toEqual(['moved 2026-07-21T07:00:00.000Z']);
});

it('starts once for a date, whatever else of the record changes, and again for another date', async () => {
  const found = await starts([
    deal('d1', '2026-07-20'),
    change('2026-06-20T09:00', 'd1', { nextStep: 'call' }),
    change('2026-06-25T09:00', 'd1', { nextStep: 'call again' }),
    change('2026-06-26T09:00', 'd1', { closeOn: '2026-08-20' }),
  ]);
  expect(found).toEqual(['d1 2026-06-20T07:00:00.000Z', 'd1 2026-07-21T07:00:00.000Z']);
});

it('comes every year when it says so', async () => {
  const found = await starts([deal('d1', '2020-07-20')], { yearly: true, at: '10:30' });
  expect(found).toEqual(['d1 2026-06-20T08:30:00.000Z']);
});
