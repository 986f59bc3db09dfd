import type { AuditTrail } from '../../api/ports/audit.ts';
import type { Module } from '../module.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { SyncPeople } from '../sync/ports.ts';
import { createCarryFeeds } from './carry-feeds.ts';
import type { FeedKinds } from './feed-step.ts';
import { feedRoutes } from './feeds-routes.ts';
import { createErasuresFeed } from './kinds/erasures.ts';
import { createEventsFeed } from './kinds/events.ts';
import { createMessagesFeed } from './kinds/messages.ts';
import { createProfilesFeed } from './kinds/profiles.ts';
import type { FeedReads } from './ports.ts';
import { createSteerFeeds } from './steer-feeds.ts';
import { createFeedReads } from './store/feed-reads.ts';

type KindNeeds = {
  readonly feedReads: FeedReads;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly syncPeople: SyncPeople;
  readonly audit: Pick<AuditTrail, 'list'>;
  readonly systemTime: () => number;
};

/** Feeds: events, people, messages and erasures, written out to other systems as files, from where they stopped. */
export const feedsModule = {
  name: 'feeds',
  collections: [],
  stores: { feedReads: createFeedReads },
  services: {
    feedKinds: ({ feedReads, profiles, syncPeople, audit, systemTime }: KindNeeds): FeedKinds => ({
      events: createEventsFeed({ feedReads, profiles }),
      profiles: createProfilesFeed({ syncPeople }),
      messages: createMessagesFeed({ feedReads, profiles }),
      erasures: createErasuresFeed({ audit, systemTime }),
    }),
    carryFeeds: createCarryFeeds,
    steerFeeds: createSteerFeeds,
  },
  loops: {
    feeds: ({ carryFeeds }: { carryFeeds: ReturnType<typeof createCarryFeeds> }) => ({
      every: 5,
      job: carryFeeds,
    }),
  },
  routes: { feeds: feedRoutes },
  audited: { 'POST /api/feeds/:feed/run': { action: 'feed.run' } },
} as const satisfies Module;
