import { describe, expect, it } from 'vitest';
import { receivedAt, accepted, ignored, track } from './calls-for-tests.ts';

describe('when it happened', () => {
  it('takes the difference of the client clock, not the clock itself', () => {
    const call = { ...track, timestamp: '2020-01-01T00:00:00.000Z' };
    expect(accepted(call, { sentAt: '2020-01-01T00:00:05.000Z' }).timestamp).toBe(receivedAt - 5000);
    expect(accepted({ ...call, sentAt: '2020-01-01T00:01:00Z' }, { sentAt: 'ignored' }).timestamp).toBe(
      receivedAt - 60_000,
    );
  });

  it('takes a timestamp without sentAt as it is, as an import has it', () => {
    const call = { ...track, timestamp: '2024-02-29T10:00:00+02:00' };
    expect(accepted(call).timestamp).toBe(Date.parse('2024-02-29T08:00:00Z'));
  });

  it('leaves a call that another service corrected as it is', () => {
    const call = {
      ...track,
      timestamp: '2026-01-01T00:00:00Z',
      originalTimestamp: '2026-01-01T05:00:00Z',
      sentAt: '2026-01-01T05:00:01Z',
    };
    expect(accepted(call).timestamp).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });

  it.each([
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00Z'],
    ['2026-03-01 10:00', '2026-03-01T10:00:00Z'],
    ['2026-03-01', '2026-03-01T00:00:00Z'],
    ['2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:00.123Z'],
  ])('reads %s, without a zone as UTC', (timestamp, expected) => {
    expect(accepted({ ...track, timestamp }).timestamp).toBe(Date.parse(expected));
  });

  it.each([
    ['1772359200', '2026-03-01T10:00:00Z'],
    [1_772_359_200_000, '2026-03-01T10:00:00Z'],
    [1_772_359_200_123_456, '2026-03-01T10:00:00.123Z'],
    ['1772359200123456789', '2026-03-01T10:00:00.123Z'],
    ['Sun, 01 Mar 2026 10:00:00 GMT', '2026-03-01T10:00:00Z'],
    ['Sun Mar 01 2026 12:00:00 GMT+0200 (Central European Summer Time)', '2026-03-01T10:00:00Z'],
    [' 2026-03-01 10:00:00 UTC ', '2026-03-01T10:00:00Z'],
  ])('reads %j, as systems write times', (timestamp, expected) => {
    expect(accepted({ ...track, timestamp }).timestamp).toBe(Date.parse(expected));
  });

  it.each(['yesterday', '2026-02-30T00:00:00Z', '2026-13-01', {}, true, '9'.repeat(1000), 0, '0000-00-00'])(
    'takes %j for no time: it happened when it arrived',
    (timestamp) => {
      expect(accepted({ ...track, timestamp })).toMatchObject({
        timestamp: receivedAt,
        ignored: [{ path: 'timestamp', message: expect.stringContaining('not a point in time') }],
      });
    },
  );

  it.each(['', ' ', null, undefined])('has nothing to say about %j', (timestamp) => {
    const call = { ...track, timestamp, sentAt: timestamp, originalTimestamp: timestamp };
    expect(accepted(call)).toMatchObject({ timestamp: receivedAt });
    expect(ignored(call)).toEqual([]);
  });

  it('corrects nothing by a time of sending that cannot be: unreadable, or before the event', () => {
    const call = { ...track, timestamp: '2026-03-29T10:00:00Z' };
    for (const sentAt of ['now', '1970-01-01T00:00:00Z', '2001-01-01T00:00:00Z']) {
      expect(accepted({ ...call, sentAt }).timestamp).toBe(Date.parse('2026-03-29T10:00:00Z'));
      expect(ignored({ ...call, sentAt })).toEqual(['sentAt']);
    }
  });
});

describe('backfill', () => {
  it.each([
    [{ ...track, backfill: true }, true],
    [{ ...track, context: { backfill: true } }, true],
    [{ ...track, backfill: false }, false],
    [{ ...track, backfill: 'true' }, true],
    [{ ...track, backfill: 1 }, true],
    [{ ...track, backfill: ' 0 ' }, false],
    [{ ...track, backfill: '' }, false],
    [{ ...track, backfill: null }, false],
    [track, false],
  ])('of %j is %s', (call, expected) => {
    expect(accepted(call).backfill).toBe(expected);
  });

  it('that cannot be read starts nothing, and is said', () => {
    expect(accepted({ ...track, backfill: 'old' }).backfill).toBe(true);
    expect(ignored({ ...track, backfill: {} })).toEqual(['backfill']);
  });

  it('of the request counts for every call', () => {
    expect(accepted(track, { backfill: true }).backfill).toBe(true);
  });
});
