import { expect } from 'vitest';

import type { TestEngine } from './engine.ts';

/** Lets an event come again, as it does when an attempt at it failed near its end, and waits until it is done. */
export const again = async (engine: TestEngine, id: string): Promise<void> => {
  const { tenant, opened } = engine;
  const events = opened.connection.collection('events');
  const named = { tenant, messageId: id.slice(id.indexOf(':') + 1) };
  const { matchedCount } = await events.updateOne(named, { $set: { state: 'pending', due: 1 } });
  expect(matchedCount).toBe(1);
  const state = async () => (await opened.stores.events.get({ tenant, id }))?.state;
  await expect.poll(state, { timeout: 20_000 }).toBe('done');
};
