import { CicloError, notFound } from '../../domain/errors.ts';
import type { FeedPause } from '../../domain/feeds/feed-pause.ts';
import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { own } from '../../domain/json.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { PollState, PollStore } from '../polling/ports.ts';
import { audienceShape } from './audiences/audience-place.ts';
import type { AudienceCount, AudienceMembers } from './audiences/ports.ts';
import type { ListRemoved, RemovedFeed } from './audiences/removed-feeds.ts';
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
  /** Absent when it is not paused. */
  readonly pause?: FeedPause | undefined;
};

/** What people do with feeds. All but the lists throw `not-found` for one that is not set up. */
export type SteerFeeds = {
  readonly list: (tenant: string) => Promise<readonly ShownFeed[]>;
  /** Feeds that were removed and whose people have yet to leave their audience. */
  readonly removed: (tenant: string) => Promise<readonly RemovedFeed[]>;
  /** Begins a round now; `everything`: from the first row on. Throws `conflict` while the feed is paused. */
  readonly run: (input: Named & { everything: boolean }) => Promise<ShownFeed>;
  /** Nothing more goes out after the step under way; paused again, it stays paused since the first time. */
  readonly pause: (input: Named & Pick<FeedPause, 'by' | 'reason'>) => Promise<ShownFeed>;
  /** Goes on at once from where it stopped. */
  readonly resume: (input: Named) => Promise<ShownFeed>;
};

/** That something cannot be done while a feed is paused. */
export const feedIsPaused = (feed: string): CicloError =>
  new CicloError({ code: 'conflict', message: `The feed ${feed} is paused. Resume it first.` });

type Needs = {
  readonly live: LiveWorkspaces;
  readonly workspaces: Pick<WorkspaceStore, 'setFeedPause'>;
  readonly pollStore: Pick<PollStore, 'of' | 'again' | 'hasten'>;
  readonly refusedEvents: Pick<RefusedEventStore, 'count'>;
  readonly audienceMembers: Pick<AudienceMembers, 'count'>;
  readonly plugins: Pick<Plugins, 'runtime'>;
  readonly removedFeeds: ListRemoved;
  readonly waitsSince: WaitsSince;
  readonly clock: Clock;
};

/** Makes the list of the feeds and how they go. */
const createList = (use: Needs): SteerFeeds['list'] => {
  const { live, pollStore, refusedEvents, audienceMembers } = use;
  return async (tenant) => {
    const workspace = await live.of(tenant);
    const { feeds = {} } = workspace.published.settings;
    const runtime = use.plugins.runtime(workspace);
    const polls = await pollStore.of(tenant);
    return Promise.all(
      Object.entries(feeds).map(async ([name, settings]): Promise<ShownFeed> => {
        const poll = polls.find((one) => one.instance === settings.plugin && one.poll === pollOfFeed(name));
        const named = { tenant, feed: name };
        const pause = own(workspace.published.feedPauses, name);
        if (settings.rows === 'audience') {
          const state = feedStateIn(poll?.cursor, audienceShape(settings));
          const waitsSince = await use.waitsSince({ live: workspace, settings, state });
          const audience = await audienceMembers.count(named);
          return { name, settings, poll, state, refused: 0, goesAs: 'audience', waitsSince, audience, pause };
        }
        const state = feedStateIn(poll?.cursor, settings.rows);
        const waitsSince = await use.waitsSince({ live: workspace, settings, state });
        const refused = await refusedEvents.count(named);
        const way = wayOf({ runtime, tenant, instance: settings.plugin });
        const goesAs = way === 'put-events' ? 'events' : 'files';
        return { name, settings, poll, state, refused, goesAs, waitsSince, pause };
      }),
    );
  };
};

/** Makes what people do with feeds. */
export const createSteerFeeds = (use: Needs): SteerFeeds => {
  const { live, pollStore, clock } = use;
  const list = createList(use);
  const find = async ({ tenant, feed }: Named) => {
    const { published } = await live.of(tenant);
    const settings = own(published.settings.feeds, feed);
    if (settings === undefined) throw notFound('feed');
    const poll = { tenant, instance: settings.plugin, poll: pollOfFeed(feed) };
    return { poll, pause: own(published.feedPauses, feed) };
  };
  const shown = async ({ tenant, feed }: Named): Promise<ShownFeed> => {
    const found = (await list(tenant)).find(({ name }) => name === feed);
    if (found === undefined) throw notFound('feed');
    return found;
  };
  return {
    list,
    removed: async (tenant) => use.removedFeeds(await live.of(tenant)),
    run: async ({ everything, ...named }) => {
      const { poll, pause } = await find(named);
      if (pause !== undefined) throw feedIsPaused(named.feed);
      await pollStore.again({ ...poll, now: clock.now(named.tenant), forgets: everything });
      return shown(named);
    },
    pause: async ({ tenant, feed, by, reason }) => {
      const { pause: known } = await find({ tenant, feed });
      const since = known?.since ?? clock.now(tenant);
      const pause = { since, by, ...(reason === undefined ? {} : { reason }) };
      await use.workspaces.setFeedPause({ tenant, feed, pause });
      await live.refresh(tenant);
      return shown({ tenant, feed });
    },
    resume: async (named) => {
      const { tenant, feed } = named;
      const { poll } = await find(named);
      await use.workspaces.setFeedPause({ tenant, feed, pause: null });
      await live.refresh(tenant);
      await pollStore.hasten({ ...poll, now: clock.now(tenant) });
      return shown(named);
    },
  };
};
