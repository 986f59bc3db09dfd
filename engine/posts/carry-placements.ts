import { randomUUID } from 'node:crypto';

import { messageOf } from '../../domain/errors.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { roundOf } from '../polling/round.ts';
import { actOnPlacement, type ActNeeds } from './act-on-placement.ts';

type Needs = ActNeeds & { readonly live: LiveWorkspaces; readonly log: Log };

/** Longer than a call to a network and what follows take. */
const leaseMs = 10 * 60_000;
const pageSize = 20;

/**
 * Makes one look of the loop that publishes posts: what is due is done, each placement by one process. A network that is slow delays no
 * other. What a process leaves when it dies is taken over once its lease is over; an act that may have reached the network is then looked for, not
 * repeated.
 */
export const createCarryPlacements = (use: Needs) => {
  const underWay = new Set<string>();

  const one = async (named: { tenant: string; post: string; instance: string }): Promise<boolean> => {
    const { tenant, post, instance } = named;
    const key = JSON.stringify([tenant, post, instance]);
    if (underWay.has(key)) return false;
    underWay.add(key);
    try {
      const systemTime = use.clock.systemTime();
      const row = await use.placements.take({
        ...named,
        now: use.clock.now(tenant),
        systemTime,
        until: systemTime + leaseMs,
        lease: randomUUID(),
      });
      if (row === undefined) return false;
      await actOnPlacement({ use, live: await use.live.of(tenant), row });
      // Something may be due right after: the comment, or the next page.
      return true;
    } catch (thrown) {
      use.log.warn({ tenant, post, instance, error: messageOf(thrown) }, 'A post could not be carried on.');
      return false;
    } finally {
      underWay.delete(key);
    }
  };

  return async (): Promise<boolean> => {
    const acts: Promise<boolean>[] = [];
    for (const tenant of await use.live.tenants()) {
      const due = await use.placements.due({
        tenant,
        now: use.clock.now(tenant),
        systemTime: use.clock.systemTime(),
        limit: pageSize,
      });
      acts.push(...due.map(one));
    }
    return acts.length > 0 && (await roundOf(acts));
  };
};
