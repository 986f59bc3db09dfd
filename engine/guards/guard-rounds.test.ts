import { expect, it } from 'vitest';

import { createActivity } from './activity.ts';
import { createGuardRounds } from './guard-rounds.ts';

const open = (answers: ('more' | 'end' | 'fails')[] = []) => {
  const looked: string[] = [];
  const activity = createActivity();
  const time = { now: 1_000_000 };
  const round = createGuardRounds({
    activity,
    systemTime: () => time.now,
    check: {
      turn: async (tenant) => {
        looked.push(tenant);
        const answer = answers.shift() ?? 'end';
        if (answer === 'fails') throw new Error('The database is away.');
        return answer;
      },
    },
  });
  return { looked, activity, time, round };
};

it('a tenant is looked at when a process starts, after whatever was done for it, and once a minute', async () => {
  const { looked, activity, time, round } = open();
  for (let second = 0; second < 60; second += 5) {
    time.now = 1_000_000 + second * 1000;
    await round('shop');
  }
  expect(looked).toHaveLength(1);
  activity.note('other');
  await round('shop');
  expect(looked).toHaveLength(1);
  activity.note('shop');
  await round('shop');
  await round('shop');
  expect(looked).toHaveLength(2);
  time.now += 60_000;
  await round('shop');
  expect(looked).toHaveLength(3);
});

it('a look goes on until all journeys were looked at, also after one that failed', async () => {
  const { looked, round } = open(['more', 'fails', 'more', 'end']);
  await round('shop');
  await expect(round('shop')).rejects.toThrow('The database is away.');
  await round('shop');
  await round('shop');
  await round('shop');
  expect(looked).toHaveLength(4);
});
