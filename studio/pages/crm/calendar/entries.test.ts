import { expect, it } from 'vitest';

import type { Definition } from '../definition.ts';
import type { RecordRow } from '../record-row.ts';
import { byDay, entriesOf, taskEntries } from './entries.ts';

const zone = 'Europe/Madrid';
const event: Definition = {
  key: 'event',
  name: 'Event',
  title: 'name',
  fields: {},
  stages: { list: [{ key: 'over', ends: 'won', requires: [], locks: [] }] },
  views: { calendar: { from: 'startsAt', until: 'endsAt' } },
};
const row = (id: string, data: Readonly<Record<string, unknown>>, stage = 'open'): RecordRow => ({
  id,
  kind: 'event',
  revision: 1,
  title: id,
  data,
  stage,
  links: [],
  createdAt: '2026-06-01T00:00:00Z',
  updatedAt: '2026-06-01T00:00:00Z',
  createdBy: { kind: 'key', id: 'k' },
  updatedBy: { kind: 'key', id: 'k' },
});

it('records stand on the local days from their beginning to their end', () => {
  const rows = [
    row('fair', { startsAt: '2026-06-05T08:00:00Z', endsAt: '2026-06-07T16:00:00Z' }),
    row('party', { startsAt: '2026-06-06T20:00:00Z', endsAt: '2026-06-06T22:00:00Z' }, 'over'),
    row('someday', {}),
  ];
  const entries = entriesOf({ definition: event, rows, zone });
  expect(entries).toMatchObject([
    { key: 'event fair', from: '2026-06-05', until: '2026-06-07', hour: '10:00', isOver: false },
    // It ends at midnight in Madrid, so it does not stand on the day after.
    { key: 'event party', from: '2026-06-06', until: '2026-06-06', hour: '22:00', isOver: true },
  ]);
  const days = byDay(entries, ['2026-06-04', '2026-06-06', '2026-06-07']);
  expect([...days].map(([day, all]) => [day, all.map(({ title }) => title)])).toEqual([
    ['2026-06-04', []],
    ['2026-06-06', ['fair', 'party']],
    ['2026-06-07', ['fair']],
  ]);
});

it('a field that is a day stands on it, whatever the zone, and tasks stand on the day they are due', () => {
  const deal: Definition = { ...event, key: 'deal', views: { calendar: { from: 'closeOn' } } };
  const [entry] = entriesOf({ definition: deal, rows: [row('d', { closeOn: '2026-06-30' })], zone });
  expect(entry).toMatchObject({ from: '2026-06-30', until: '2026-06-30' });
  expect(entry).not.toHaveProperty('hour');
  const since = '2026-06-01T00:00:00Z';
  const task = { type: 'task' as const, id: 't', title: 'Call', overdue: false, since, profileId: 'p' };
  expect(taskEntries([{ ...task, dueAt: '2026-06-30T22:30:00Z' }, task], zone)).toMatchObject([
    { from: '2026-07-01', hour: '00:30', to: '/people/p' },
  ]);
});
