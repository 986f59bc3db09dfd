import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AcceptedEvent } from '../events/event.ts';
import { countActivity, type Counted, joinActivity } from './activity.ts';
import { dawn, eventOf } from './profiles-for-tests.ts';

const minute = 60_000;
const idleMinutes = 30;

const after = (events: readonly AcceptedEvent[], start: Counted = {}): Counted =>
  events.reduce<Counted>((counted, event) => countActivity(counted, event), start);

/** Counted once more from all events, by another way than one by one. */
const recount = (events: readonly AcceptedEvent[]) => {
  const real = events.filter(({ properties }) => properties['machine'] !== true);
  const of = (name: string, channel?: string): number =>
    real.filter(
      (one) => one.name === name && (channel === undefined || one.properties['channel'] === channel),
    ).length;
  const minutes = events
    .filter(({ trust, type }) => trust === 'public' || type === 'page')
    .map(({ timestamp }) => timestamp / minute)
    .toSorted((a, b) => a - b);
  const sessions = minutes.filter((at, n) => n === 0 || at - (minutes[n - 1] ?? 0) > idleMinutes).length;
  const ranked = ['email', 'push']
    .filter((channel) => of('Email Opened', channel) + of('Link Clicked', channel) > 0)
    .toSorted(
      (a, b) =>
        of('Link Clicked', b) - of('Link Clicked', a) || of('Email Opened', b) - of('Email Opened', a),
    );
  const opens = of('Email Opened');
  const clicks = of('Link Clicked');
  return { opens, clicks, sessions, preferredChannel: ranked[0] };
};

const happenings = fc.array(
  fc
    .record({
      name: fc.constantFrom('Email Opened', 'Link Clicked', 'Product Viewed', 'page'),
      channel: fc.constantFrom('email', 'push'),
      machine: fc.boolean(),
      at: fc.integer({ min: 0, max: 400 }),
    })
    .map(({ name, channel, machine, at }) => {
      const isRead = name === 'Email Opened' || name === 'Link Clicked';
      return eventOf({
        name,
        type: name === 'page' ? 'page' : 'track',
        trust: isRead ? 'engine' : 'public',
        properties: isRead ? { channel, machine } : {},
        timestamp: dawn + at * minute,
      });
    }),
  { maxLength: 30 },
);

const shown = ({ activity }: Counted) => {
  const { opens, clicks, sessions, preferredChannel } = { opens: 0, clicks: 0, sessions: 0, ...activity };
  return { opens, clicks, sessions, preferredChannel };
};

describe('what somebody reads and visits', () => {
  it('is what a recount of all events comes to, in whatever order they came', () => {
    fc.assert(
      fc.property(
        happenings.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
          ),
        ),
        ([all, shuffled]) => {
          expect(shown(after(all))).toEqual(recount(all));
          expect(after(shuffled)).toEqual(after(all));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is the same of two who become one as of one who did it all', () => {
    fc.assert(
      fc.property(happenings, happenings, (one, other) => {
        const whole = after([...one, ...other]);
        expect(joinActivity(after(one), after(other))).toEqual(whole);
        expect(joinActivity(after(other), after(one))).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the latest visits in detail and the number of all, and a visit that goes on changes no count', () => {
    const days = Array.from({ length: 100 }, (_, day) =>
      eventOf({ name: 'page', type: 'page', timestamp: dawn + day * 24 * 60 * minute }),
    );
    const counted = after(days);
    expect(counted).toMatchObject({ activity: { sessions: 100, opens: 0 }, visits: { dropped: 80 } });
    expect(counted.visits?.spans).toHaveLength(20);
    const last = days.at(-1)?.timestamp ?? 0;
    const next = after([eventOf({ name: 'page', type: 'page', timestamp: last + minute })], counted);
    expect(next.activity).toBe(counted.activity);
    expect(next.visits?.spans.at(-1)).toEqual([last, last + minute]);
  });
});
