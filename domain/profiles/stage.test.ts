import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { dawn, nobody } from './profiles-for-tests.ts';
import { segmentChanges } from './segments.ts';
import { defaultStages, withStage } from './stage.ts';

const stages = fc.constantFrom<string>(...defaultStages);

test('the stage only goes forward, whatever it is told', () => {
  fc.assert(
    fc.property(fc.array(stages, { maxLength: 10 }), (told) => {
      let profile = nobody();
      for (const [n, stage] of told.entries()) {
        const before = profile;
        profile = withStage({ profile, stage, stages: defaultStages, backward: false, now: dawn + n });
        const place = (of: string): number => defaultStages.findIndex((one) => one === of);
        expect(place(profile.stage)).toBe(Math.max(place(before.stage), place(stage)));
        expect(profile === before).toBe(profile.stage === before.stage);
      }
    }),
  );
});

test('it goes back when that is asked for, and notes when it moved', () => {
  const loyal = { ...nobody(), stage: 'loyal' };
  const back = withStage({ profile: loyal, stage: 'lead', stages: defaultStages, backward: true, now: dawn });
  expect(back).toMatchObject({ stage: 'lead', stageAt: '2026-06-01T00:00:00.000Z' });
});

test('a stage that is not in the list can be set and left freely', () => {
  const odd = withStage({
    profile: nobody(),
    stage: 'vip',
    stages: defaultStages,
    backward: false,
    now: dawn,
  });
  expect(odd.stage).toBe('vip');
  const on = withStage({ profile: odd, stage: 'lead', stages: defaultStages, backward: false, now: dawn });
  expect(on.stage).toBe('lead');
});

test('segments joined and left are the difference, and nothing else', () => {
  const keys = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd'));
  fc.assert(
    fc.property(keys, keys, (before, after) => {
      const { joined, left } = segmentChanges({ before, after });
      const kept = before.filter((key) => !left.includes(key));
      expect([...kept, ...joined].toSorted()).toEqual(after.toSorted());
      expect(joined.some((key) => before.includes(key))).toBe(false);
    }),
  );
});
