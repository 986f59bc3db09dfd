import { randomUUID } from 'node:crypto';

import { messageOf } from '../../domain/errors.ts';
import type { PollPlace } from '../../plugins/runtime/poll.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { afterFailure, lookOnce, type LookNeeds } from './look.ts';
import { roundOf } from './round.ts';

/** Longer than a look and what is done with what it found take. */
const leaseMs = 10 * 60_000;

type Place = PollPlace & { readonly everyMs: number };

const keyOf = ({ tenant, instance, poll }: PollPlace): string => JSON.stringify([tenant, instance, poll]);

/**
 * Makes one round of looks at the providers of all tenants that tell nothing by themselves. One process looks at an instance at a time. What
 * it found is stored before the cursor is, so a crash repeats a look and loses nothing.
 */
export const createLookAtProviders = (use: LookNeeds) => {
  const underWay = new Set<string>();

  const one = async (live: LiveWorkspace, place: Place): Promise<boolean> => {
    const token = randomUUID();
    const { tenant, instance, poll } = place;
    const named = { tenant, instance, poll, token };
    const systemTime = use.clock.systemTime();
    const now = use.clock.now(tenant);
    const state = await use.pollStore.take({ ...named, now, systemTime, lease: systemTime + leaseMs });
    if (state === undefined) return false;
    try {
      return await lookOnce({ use, live, place, state, token });
    } catch (thrown) {
      const due = use.clock.now(tenant) + afterFailure(state);
      await use.pollStore.failed({ ...named, due, error: messageOf(thrown).slice(0, 500) });
      return false;
    }
  };

  const begin = async (live: LiveWorkspace, place: Place): Promise<boolean> => {
    const key = keyOf(place);
    underWay.add(key);
    try {
      return await one(live, place);
    } catch (thrown) {
      const { tenant, instance, poll } = place;
      use.log.warn({ tenant, instance, poll, error: messageOf(thrown) }, 'A look could not be noted.');
      return false;
    } finally {
      underWay.delete(key);
    }
  };

  return async (): Promise<boolean> => {
    const looks: Promise<boolean>[] = [];
    for (const tenant of await use.live.tenants()) {
      const live = await use.live.of(tenant);
      const places = use.plugins
        .runtime(live)
        .polls()
        .filter((place) => place.tenant === tenant && !underWay.has(keyOf(place)));
      looks.push(...places.map((place) => begin(live, place)));
    }
    return looks.length > 0 && (await roundOf(looks));
  };
};
