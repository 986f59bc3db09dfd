import { randomUUID } from 'node:crypto';

import { messageOf } from '../../domain/errors.ts';
import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { own } from '../../domain/json.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { afterFailure } from '../polling/look.ts';
import type { PollStore } from '../polling/ports.ts';
import { roundOf } from '../polling/round.ts';
import type { RefusedEventStore } from './ports.ts';
import type { AudienceStep } from './audiences/audience-step.ts';
import { type FeedKinds, feedStep } from './feed-step.ts';

/** Longer than reading a file and handing it on take. */
const leaseMs = 10 * 60_000;

/** The name under which it is kept how far a feed has come. */
export const pollOfFeed = (feed: string): string => `feed:${feed}`;

type Needs = {
  readonly live: LiveWorkspaces;
  readonly pollStore: PollStore;
  readonly plugins: Pick<Plugins, 'perform' | 'runtime'>;
  readonly feedKinds: FeedKinds;
  readonly audienceStep: AudienceStep;
  readonly refusedEvents: Pick<RefusedEventStore, 'count' | 'put'>;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Makes one look at the feeds of all tenants: each that is due and not paused takes its next step, in one process at a time. One whose
 * connector is slow delays no other.
 */
export const createCarryFeeds = (use: Needs) => {
  const underWay = new Set<string>();

  const one = async (live: LiveWorkspace, feed: string, settings: FeedSettings): Promise<boolean> => {
    const { tenant } = live;
    const isPaused = own(live.published.feedPauses, feed) !== undefined;
    // A paused audience still lets erased people leave.
    if (isPaused && settings.rows !== 'audience') return false;
    const key = JSON.stringify([tenant, feed]);
    if (underWay.has(key)) return false;
    underWay.add(key);
    const token = randomUUID();
    const named = { tenant, instance: settings.plugin, poll: pollOfFeed(feed), token };
    try {
      const systemTime = use.clock.systemTime();
      const now = use.clock.now(tenant);
      const state = await use.pollStore.take({ ...named, now, systemTime, lease: systemTime + leaseMs });
      if (state === undefined) return false;
      try {
        const step = { live, feed, settings, state, token };
        const { rows } = settings;
        return rows === 'audience'
          ? await use.audienceStep({ ...step, isPaused })
          : await feedStep({ ...step, use, rows });
      } catch (thrown) {
        const due = use.clock.now(tenant) + afterFailure(state);
        await use.pollStore.failed({ ...named, due, error: messageOf(thrown).slice(0, 500) });
        return false;
      }
    } catch (thrown) {
      use.log.warn({ tenant, feed, error: messageOf(thrown) }, 'A feed could not be carried on.');
      return false;
    } finally {
      underWay.delete(key);
    }
  };

  return async (): Promise<boolean> => {
    const steps: Promise<boolean>[] = [];
    for (const tenant of await use.live.tenants()) {
      const live = await use.live.of(tenant);
      const feeds = Object.entries(live.published.settings.feeds ?? {});
      steps.push(...feeds.map(([feed, settings]) => one(live, feed, settings)));
    }
    return steps.length > 0 && (await roundOf(steps));
  };
};
