import { randomUUID } from 'node:crypto';

import { messageOf } from '../../domain/errors.ts';
import type { PollPlace } from '../../plugins/runtime/poll.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { afterFailure, lookOnce, type LookNeeds } from './look.ts';

/** Longer than a look and what is done with what it found take. */
const leaseMs = 10 * 60_000;
/** How long a round waits for its looks. A slow provider goes on beside the rounds that follow, and delays no other. */
const roundMs = 30_000;

type Place = PollPlace & { readonly everyMs: number };

const keyOf = ({ tenant, instance, poll }: PollPlace): string => JSON.stringify([tenant, instance, poll]);

/** True when one of the looks has more to fetch; false as well when they take longer than a round. */
const isMoreOf = async (looks: readonly Promise<boolean>[]): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly boolean[]>((resolve) => {
    timer = setTimeout(() => resolve([]), roundMs);
  });
  const ended = await Promise.race([Promise.all(looks), late]);
  clearTimeout(timer);
  return ended.includes(true);
};

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
    return looks.length > 0 && (await isMoreOf(looks));
  };
};
