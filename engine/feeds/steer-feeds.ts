import { notFound } from '../../domain/errors.ts';
import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { own } from '../../domain/json.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { PollState, PollStore } from '../polling/ports.ts';
import { audienceShape } from './audiences/audience-place.ts';
import type { AudienceCount, AudienceMembers } from './audiences/ports.ts';
import { pollOfFeed } from './carry-feeds.ts';
import { wayOf } from './hand-over.ts';
import type { RefusedEventStore } from './ports.ts';
import { type FeedState, feedStateIn } from './feed-state.ts';
import type { WaitsSince } from './waits-since.ts';

type Named = { readonly tenant: string; readonly feed: string };

/** A feed as people see it. */
export type ShownFeed = {
  readonly name: string;
  readonly settings: FeedSettings;
  /** Undefined before its first round. */
  readonly poll: PollState | undefined;
  readonly state: FeedState;
  /** How many events the connector did not take and nobody has looked at. */
  readonly refused: number;
  /** How the rows reach the connector. */
  readonly goesAs: 'files' | 'events' | 'audience';
  readonly waitsSince: number | undefined;
  /** Of a feed that keeps an audience. */
  readonly audience?: AudienceCount;
};

/** What people do with feeds. `run` throws `not-found` for one that is not set up. */
export type SteerFeeds = {
  readonly list: (tenant: string) => Promise<readonly ShownFeed[]>;
  /** Begins a round now; `everything`: from the first row on. */
  readonly run: (input: Named & { everything: boolean }) => Promise<ShownFeed>;
};

/** Makes what people do with feeds. */
export const createSteerFeeds = (use: {
  live: LiveWorkspaces;
  pollStore: Pick<PollStore, 'of' | 'again'>;
  refusedEvents: Pick<RefusedEventStore, 'count'>;
  audienceMembers: Pick<AudienceMembers, 'count'>;
  plugins: Pick<Plugins, 'runtime'>;
  waitsSince: WaitsSince;
  clock: Clock;
}): SteerFeeds => {
  const { live, pollStore, refusedEvents, audienceMembers, clock } = use;
  const list: SteerFeeds['list'] = async (tenant) => {
    const workspace = await live.of(tenant);
    const { feeds = {} } = workspace.published.settings;
    const runtime = use.plugins.runtime(workspace);
    const polls = await pollStore.of(tenant);
    return Promise.all(
      Object.entries(feeds).map(async ([name, settings]): Promise<ShownFeed> => {
        const poll = polls.find((one) => one.instance === settings.plugin && one.poll === pollOfFeed(name));
        const named = { tenant, feed: name };
        if (settings.rows === 'audience') {
          const state = feedStateIn(poll?.cursor, audienceShape(settings));
          const waitsSince = await use.waitsSince({ live: workspace, settings, state });
          const audience = await audienceMembers.count(named);
          return { name, settings, poll, state, refused: 0, goesAs: 'audience', waitsSince, audience };
        }
        const state = feedStateIn(poll?.cursor, settings.rows);
        const waitsSince = await use.waitsSince({ live: workspace, settings, state });
        const refused = await refusedEvents.count(named);
        const way = wayOf({ runtime, tenant, instance: settings.plugin });
        const goesAs = way === 'put-events' ? 'events' : 'files';
        return { name, settings, poll, state, refused, goesAs, waitsSince };
      }),
    );
  };
  return {
    list,
    run: async ({ tenant, feed, everything }) => {
      const settings = own((await live.of(tenant)).published.settings.feeds, feed);
      if (settings === undefined) throw notFound('feed');
      const named = { tenant, instance: settings.plugin, poll: pollOfFeed(feed) };
      await pollStore.again({ ...named, now: clock.now(tenant), forgets: everything });
      const shown = (await list(tenant)).find(({ name }) => name === feed);
      if (shown === undefined) throw notFound('feed');
      return shown;
    },
  };
};
