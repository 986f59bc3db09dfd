import * as fc from 'fast-check';

/** Zones with every kind of change there is, and instants around a real change of each. */
export const hardZones = [
  { zone: 'Europe/Madrid', changes: ['2026-03-29T01:00Z', '2026-10-25T01:00Z'] },
  { zone: 'America/New_York', changes: ['2026-03-08T07:00Z', '2026-11-01T06:00Z'] },
  { zone: 'America/Sao_Paulo', changes: ['2018-11-04T03:00Z', '2019-02-17T02:00Z'] },
  { zone: 'America/St_Johns', changes: ['2011-03-13T03:31Z', '2011-11-06T02:31Z'] },
  { zone: 'Australia/Lord_Howe', changes: ['2026-04-04T15:00Z', '2026-10-03T15:30Z'] },
  { zone: 'Pacific/Chatham', changes: ['2026-04-04T14:00Z', '2026-09-26T14:00Z'] },
  { zone: 'Pacific/Apia', changes: ['2011-12-30T10:00Z', '2012-03-31T14:00Z'] },
  { zone: 'Pacific/Kwajalein', changes: ['1993-08-21T12:00Z'] },
  { zone: 'Europe/Istanbul', changes: ['2016-03-27T01:00Z', '2016-09-06T21:00Z'] },
  { zone: 'Africa/Casablanca', changes: ['2026-02-15T02:00Z', '2026-03-22T02:00Z'] },
  { zone: 'Asia/Pyongyang', changes: ['2015-08-14T15:00Z', '2018-05-04T15:00Z'] },
  { zone: 'Asia/Kathmandu', changes: ['1985-12-31T18:30Z'] },
  { zone: 'UTC', changes: ['2026-01-01T00:00Z'] },
] as const;

const day = 86_400_000;

/** A zone and an instant, most often within four days of a change of that zone's clock. */
export const zonedInstants = fc.constantFrom(...hardZones).chain(({ zone, changes }) =>
  fc.record({
    zone: fc.constant(zone),
    at: fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom(...changes), fc.integer({ min: -4 * day, max: 4 * day }))
          .map(([change, by]) => Date.parse(change) + by),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(...changes), fc.integer({ min: -120, max: 120 }))
          .map(([change, by]) => Date.parse(change) + by * 60_000),
      },
      { weight: 1, arbitrary: fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2035, 0, 1) }) },
    ),
  }),
);

/** A local time of day, `09:00`. */
export const timesOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
