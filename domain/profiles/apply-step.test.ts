import { describe, expect, test } from 'vitest';

import { journeyOf } from '../journey/play-for-tests.ts';
import { applyPoints } from '../journey/steps/points.ts';
import { applyScore } from '../journey/steps/score.ts';
import { applyUpdate } from '../journey/steps/update.ts';
import type { Json } from '../json.ts';
import { ruleSchema } from '../rules/rule.ts';
import { applyRule } from './apply-rule.ts';
import { bestHourOf } from './best-hour.ts';
import type { Profile } from './profile.ts';
import { dawn, nobody } from './profiles-for-tests.ts';
import { defaultStages } from './stage.ts';

const after = (
  json: Record<string, unknown>,
  input: { profile?: Profile; set?: Record<string, Json> } = {},
) => {
  const [step] = journeyOf({ steps: [{ id: 'it', ...json }] }).steps;
  if (step?.type !== 'update' && step?.type !== 'score' && step?.type !== 'points') throw new Error('no');
  const { profile = nobody(), set = {} } = input;
  if (step.type === 'points') return applyPoints({ profile, step });
  if (step.type === 'score') return applyScore({ profile, step });
  return applyUpdate({ profile, step, set, stages: defaultStages, now: dawn });
};

describe('what steps make of a person', () => {
  test('an update sets, removes and counts up traits, in this order', () => {
    const profile: Profile = { ...nobody(), traits: { visits: 2, plan: 'free', old: 1 } };
    const update = {
      type: 'update',
      set: { plan: 'gold' },
      unset: ['old'],
      increment: { visits: 3, first: 1 },
    };
    expect(after(update, { profile, set: { plan: 'gold' } }).traits).toEqual({
      visits: 5,
      plan: 'gold',
      first: 1,
    });
    const text: Profile = { ...nobody(), traits: { visits: 'many' } };
    expect(after(update, { profile: text }).traits['visits'], 'what is no number counts from zero').toBe(3);
  });

  test('tags are added once and removed', () => {
    const profile: Profile = { ...nobody(), tags: ['a', 'b'] };
    const update = { type: 'update', tags: { add: ['b', 'c'], remove: ['a'] } };
    expect(after(update, { profile }).tags).toEqual(['b', 'c']);
  });

  test('the stage moves forward only, unless told to go back', () => {
    const profile: Profile = { ...nobody(), stage: 'customer' };
    expect(after({ type: 'update', stage: 'lead' }, { profile }).stage).toBe('customer');
    expect(after({ type: 'update', stage: 'lead', backward: true }, { profile }).stage).toBe('lead');
  });

  test('score and points add up', () => {
    const profile: Profile = { ...nobody(), points: 5, scores: { fit: 1, engagement: 2 } };
    expect(after({ type: 'score', kind: 'fit', by: -3 }, { profile }).scores).toEqual({
      fit: -2,
      engagement: 2,
    });
    expect(after({ type: 'points', by: 10, reason: 'x' }, { profile }).points).toBe(15);
  });
});

test('what rules make of a person', () => {
  const ruled = (event: unknown) =>
    applyRule({
      profile: { ...nobody(), tags: ['a'] },
      event: ruleSchema.parse({
        name: 'Rule',
        on: ['X'],
        conditions: { all: [{ fact: 'profile', path: '$.points', operator: 'equal', value: 0 }] },
        event,
      }).event,
      stages: defaultStages,
      at: dawn,
    });
  expect(ruled({ type: 'set', params: { traits: { plan: 'gold' } } }).traits).toEqual({ plan: 'gold' });
  expect(ruled({ type: 'tag', params: { add: ['b'], remove: ['a'] } }).tags).toEqual(['b']);
  expect(ruled({ type: 'stage', params: { stage: 'lead' } }).stage).toBe('lead');
  expect(ruled({ type: 'score', params: { kind: 'fit', by: 2 } }).scores.fit).toBe(2);
  expect(ruled({ type: 'points', params: { by: 2, reason: 'x' } }).points).toBe(2);
  expect(ruled({ type: 'enrol', params: { journey: 'other' } })).toEqual({ ...nobody(), tags: ['a'] });
});

test('the best hour is the one most reads fall in, the earliest of several, once there are five', () => {
  const best = (hours: readonly number[]) =>
    bestHourOf({ profile: { reads: { email: hours } }, channel: 'email' });
  expect(best([9, 9, 9, 9])).toBeUndefined();
  expect(best([9, 20, 20, 9, 20])).toBe(20);
  expect(best([20, 9, 20, 9, 3])).toBe(9);
  expect(bestHourOf({ profile: { reads: {} }, channel: 'sms' })).toBeUndefined();
});
