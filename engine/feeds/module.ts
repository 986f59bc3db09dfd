import type { AuditTrail } from '../../api/ports/audit.ts';
import type { Module } from '../module.ts';
import type { SyncPeople } from '../sync/ports.ts';
import { createAskRequests } from './audiences/ask-requests.ts';
import { createAudienceStep } from './audiences/audience-step.ts';
import { createLeaveAudiences } from './audiences/leave-audiences.ts';
import { createRemovedFeeds } from './audiences/removed-feeds.ts';
import { createSettle } from './audiences/settle.ts';
import { createCarryFeeds } from './carry-feeds.ts';
import type { FeedKinds } from './feed-step.ts';
import { feedRoutes } from './feeds-routes.ts';
import { refusedEventRoutes } from './refused-routes.ts';
import { createErasuresFeed } from './kinds/erasures.ts';
import { createEventsFeed } from './kinds/events.ts';
import { createRowsOfEvents, type RowsOfEvents } from './kinds/event-rows.ts';
import { createHoldBack, type HoldBack } from './kinds/hold-back.ts';
import { createMessagesFeed } from './kinds/messages.ts';
import { createProfilesFeed } from './kinds/profiles.ts';
import { createWhoseRows, type WhoseRows } from './kinds/who.ts';
import { createKeepSentIds } from './keep-sent-ids.ts';
import type { FeedReads, SentIdsStore } from './ports.ts';
import { refusedEventSchema } from './store/refused-schema.ts';
import { createRefusedEventStore } from './store/refused-events.ts';
import { createRefusedEvents } from './retry-refused.ts';
import { createSteerFeeds } from './steer-feeds.ts';
import { createWaitsSince } from './waits-since.ts';
import { createAudienceMembers } from './store/audience-members.ts';
import { audienceMemberSchema } from './store/audience-schema.ts';
import { createFeedReads } from './store/feed-reads.ts';
import { sentIdsSchema } from './store/sent-ids-schema.ts';
import { createSentIdsStore } from './store/sent-ids.ts';

type KindNeeds = {
  readonly feedReads: FeedReads;
  readonly syncPeople: SyncPeople;
  readonly holdBack: HoldBack;
  readonly whoseRows: WhoseRows;
  readonly rowsOfEvents: RowsOfEvents;
  readonly audit: Pick<AuditTrail, 'list'>;
  readonly sentIds: SentIdsStore;
  readonly systemTime: () => number;
};

/** Feeds: events, people, messages and erasures, written out to other systems from where they stopped, and audiences that follow segments. */
export const feedsModule = {
  name: 'feeds',
  collections: [sentIdsSchema, refusedEventSchema, audienceMemberSchema],
  stores: {
    feedReads: createFeedReads,
    audienceMembers: createAudienceMembers,
    sentIds: createSentIdsStore,
    refusedEvents: createRefusedEventStore,
  },
  services: {
    holdBack: createHoldBack,
    whoseRows: createWhoseRows,
    rowsOfEvents: createRowsOfEvents,
    feedKinds: (use: KindNeeds): FeedKinds => {
      const { feedReads, syncPeople, holdBack, whoseRows, rowsOfEvents, audit, systemTime, sentIds } = use;
      return {
        events: createEventsFeed({ feedReads, rowsOfEvents }),
        profiles: createProfilesFeed({ syncPeople, holdBack }),
        messages: createMessagesFeed({ feedReads, whoseRows }),
        erasures: createErasuresFeed({ audit, systemTime, sentIds }),
      };
    },
    feedRefusals: createRefusedEvents,
    keepSentIds: createKeepSentIds,
    settleAudience: createSettle,
    askRequests: createAskRequests,
    audienceStep: createAudienceStep,
    leaveAudiences: createLeaveAudiences,
    removedFeeds: createRemovedFeeds,
    carryFeeds: createCarryFeeds,
    waitsSince: createWaitsSince,
    steerFeeds: createSteerFeeds,
  },
  loops: {
    feeds: ({ carryFeeds }: { carryFeeds: ReturnType<typeof createCarryFeeds> }) => ({
      every: 5,
      job: carryFeeds,
    }),
    removedFeeds: ({ leaveAudiences }: { leaveAudiences: ReturnType<typeof createLeaveAudiences> }) => ({
      every: 60,
      job: leaveAudiences,
    }),
  },
  routes: { feeds: feedRoutes, refusedEvents: refusedEventRoutes },
  audited: {
    'POST /api/feeds/:feed/run': { action: 'feed.run' },
    'POST /api/feeds/:feed/pause': { action: 'feed.pause' },
    'POST /api/feeds/:feed/resume': { action: 'feed.resume' },
    'POST /api/feeds/:feed/refused/retry': { action: 'feed.retry' },
    'DELETE /api/feeds/:feed/refused': { action: 'feed.discard' },
  },
} as const satisfies Module;
