import fc from 'fast-check';
import { expect, it } from 'vitest';

import { draftOf, hoursOf, weekdays } from './hours.ts';

it('ranges of days are read as their days, over the end of the week too', () => {
  const [week, nights] = draftOf({
    hours: [{ days: ['mon-wed', 'fri'], from: '09:00', to: '18:00' }, { days: ['sat-mon'] }],
  }).rows;
  expect(week).toEqual({ id: 0, days: ['mon', 'tue', 'wed', 'fri'], from: '09:00', to: '18:00' });
  expect(nights?.days).toEqual(['mon', 'sat', 'sun']);
});

it('hours without days are those of every day, and a form without days has no hours', () => {
  expect(draftOf({ hours: [{ from: '09:00', to: '24:00' }] }).rows).toEqual([
    { id: 0, days: [...weekdays], from: '09:00', to: '' },
  ]);
  expect(hoursOf(draftOf(undefined))).toBeNull();
  expect(hoursOf({ zone: '', rows: [{ id: 0, days: [], from: '', to: '' }], holidays: [] })).toBeNull();
});

it('what the form writes it reads as the same', () => {
  const time = fc.constantFrom('', '08:00', '17:30');
  const days = fc.subarray([...weekdays], { minLength: 1 });
  const rows = fc
    .array(fc.record({ days, from: time, to: time }), { minLength: 1, maxLength: 4 })
    .map((all) => all.map((row, id) => ({ id, ...row })));
  const draft = fc.record({
    zone: fc.constantFrom('', 'Europe/Madrid'),
    rows,
    holidays: fc.subarray(['2026-12-25', '2027-01-01']),
  });
  fc.assert(
    fc.property(draft, (made) => {
      expect(draftOf(hoursOf(made) ?? undefined)).toEqual(made);
    }),
  );
});
