import { expect } from 'vitest';

import type { TestedEngine } from './engine-verbs.ts';

/** Lets an event come again, as it does when an attempt at it failed near its end, and waits until it is done. */
export const again = async (engine: TestedEngine, id: string): Promise<void> => {
  const { tenant, opened } = engine;
  const events = opened.stores.collections.named<{ _id: string; tenant: string; messageId: string }>(
    'events',
  );
  const named = { tenant, messageId: id.slice(id.indexOf(':') + 1) };
  const { matchedCount } = await events.updateOne(named, { $set: { state: 'pending', due: 1 } });
  expect(matchedCount).toBe(1);
  await engine.comeToRest(tenant);
  const state = async () => (await opened.stores.events.get({ tenant, id }))?.state;
  await expect.poll(state, { timeout: 20_000 }).toBe('done');
};
