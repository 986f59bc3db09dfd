import { expect, it } from 'vitest';

import { createWatchGuards } from './watch-guards.ts';

const minute = 60_000;

it('looks at what went wrong within a minute of the last look before the clock leaves it far behind', async () => {
  const time = { now: 10 * minute };
  const looks: number[] = [];
  const watch = createWatchGuards({
    clock: { systemTime: () => 0, now: () => time.now },
    check: async () => {
      looks.push(time.now);
    },
  });
  const goTo = async (next: number): Promise<void> => {
    await watch({ tenant: 'shop', next });
    time.now = next;
  };
  await goTo(11 * minute);
  await goTo(11 * minute + 10);
  await goTo(11 * minute + 20);
  await goTo(90 * minute);
  await watch({ tenant: 'shop' });
  await watch({ tenant: 'shop' });
  expect(looks).toEqual([10 * minute, 11 * minute, 11 * minute + 20, 90 * minute]);
});
