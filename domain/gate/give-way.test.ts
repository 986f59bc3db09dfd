import { expect, test } from 'vitest';

import { nobody } from '../profiles/profiles-for-tests.ts';
import { type Contender, giveWay, giveWayMs } from './give-way.ts';
import type { Passage } from './gate.ts';

const now = Date.parse('2026-06-03T10:00:00Z');
const minute = 60_000;
const passage = (given: Partial<Passage> = {}): Passage => ({
  messageId: 'm',
  step: { onCap: 'wait', onQuiet: 'wait' },
  class: 'marketing',
  channel: 'email',
  topic: 'offers',
  profile: nobody(),
  settings: { topics: {}, quietHours: [], caps: [{ max: 1, within: '7 days' }] },
  zone: 'UTC',
  now,
  ...given,
});
const rival = (at: number, more: Partial<Contender> = {}): Contender => ({
  journey: 'launch',
  at,
  channel: 'email',
  topic: 'offers',
  ...more,
});

test('a message waits until a minute after a more important one that is due within the hour', () => {
  const given = giveWay({ passage: passage(), contenders: [rival(now + 20 * minute)] });
  expect(given).toEqual({
    kind: 'deferred',
    reason: 'gives-way',
    until: now + 21 * minute,
    detail: { journey: 'launch' },
  });
  expect(giveWay({ passage: passage(), contenders: [rival(now)] })).toMatchObject({ until: now + minute });
});

test('it does not wait for one that is due later, was due long ago, or takes no room of the same cap', () => {
  const free = (contender: Contender, more: Partial<Passage> = {}) =>
    giveWay({ passage: passage(more), contenders: [contender] });
  expect(free(rival(now + giveWayMs + 1))).toBeUndefined();
  expect(free(rival(now - giveWayMs - 1))).toBeUndefined();
  const settings = {
    topics: {},
    quietHours: [],
    caps: [{ topic: 'offers', max: 1, within: '7 days' }],
  };
  expect(free(rival(now, { topic: 'news' }), { settings })).toBeUndefined();
  expect(free(rival(now), { settings })).toBeDefined();
  expect(free(rival(now), { class: 'transactional' })).toBeUndefined();
});

test('it goes out while there is room for all of them', () => {
  const settings = { topics: {}, quietHours: [], caps: [{ max: 3, within: '7 days' }] };
  const two = [rival(now), rival(now + minute, { journey: 'other' })];
  expect(giveWay({ passage: passage({ settings }), contenders: two })).toBeUndefined();
  const three = [...two, rival(now, { journey: 'third' })];
  expect(giveWay({ passage: passage({ settings }), contenders: three })).toBeDefined();
});
