import type { ProfileRow } from '../../../engine/people/ports.ts';
import type { TestedEngine } from '../../harness/engine-verbs.ts';
import { type Batched, postBatch } from '../../harness/post-batch.ts';

/** What an attacker of a test has at hand: the engine over HTTP, and a look behind the scenes. */
export type Attack = {
  readonly engine: () => TestedEngine;
  /** Sends calls as a batch, with the public key by default, and waits until they were dispatched. */
  readonly send: (calls: readonly object[], key?: string) => Promise<Batched>;
  readonly profileOf: (id: string) => Promise<ProfileRow | undefined>;
};

/** A track call of a visitor. */
export const track = (event: string, more: object = {}) => ({
  type: 'track',
  event,
  anonymousId: 'visitor',
  ...more,
});

/** Makes the tools of an attack on an engine that may start later. */
export const attackOn = (engine: () => TestedEngine): Attack => ({
  engine,
  send: (calls, key = engine().keys.public) => postBatch({ engine: engine(), calls, key }),
  profileOf: async (id) => {
    const { tenant, opened } = engine();
    const [profile] = await opened.stores.profiles.withIds({ tenant, ids: [id] });
    return profile;
  },
});
