import { expect, it } from 'vitest';

import { createDevClock } from './dev-clock.ts';

it('does not go back when it is moved on while its offset is being read', async () => {
  let answer: (offset: number) => void = () => undefined;
  const clock = createDevClock({
    wall: () => 1000,
    align: async () => 0,
    store: {
      offset: async () =>
        new Promise<number>((resolve) => {
          answer = resolve;
        }),
      set: async () => undefined,
    },
  });
  const reading = clock.refresh(['shop']);
  await clock.setOffset({ tenant: 'shop', offsetMs: 5000 });
  answer(0);
  await reading;
  expect(clock.now('shop')).toBe(6000);
});
