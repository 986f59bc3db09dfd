import type { createCarrier } from '../../activities/carrier/carrier.ts';
import type { Accept } from '../../activities/dispatch/accept.ts';
import { createApplyToProfile } from '../../activities/dispatch/apply-to-profile.ts';
import { createDispatchEvent } from '../../activities/dispatch/dispatch-event.ts';
import { createDispatcher } from '../../activities/dispatch/dispatcher.ts';
import { createEnrol, createEnterByRequest } from '../../activities/dispatch/enrol.ts';
import { createEnterByEvent } from '../../activities/dispatch/enter-by-event.ts';
import type { EnterJourney } from '../../activities/dispatch/enter-journey.ts';
import type { TurnAway } from '../../activities/dispatch/turn-away.ts';
import { createFollowRules } from '../../activities/dispatch/follow-rules.ts';
import { createMergeProfiles } from '../../activities/dispatch/merge-profiles.ts';
import { createNoteFeedback } from '../../activities/dispatch/note-feedback.ts';
import { createPrivacy } from '../../activities/dispatch/privacy.ts';
import { createResolveProfile } from '../../activities/dispatch/resolve-profile.ts';
import { createTrackOrders } from '../../activities/dispatch/track-orders.ts';
import { createNoteMetrics } from '../../activities/experiments/note-success.ts';
import { createWakeRuns } from '../../activities/dispatch/wake-runs.ts';
import type { LiveWorkspaces } from '../../activities/live/live-workspace.ts';
import type { Plugins } from '../../activities/plugins/plugins.ts';
import type { ChangeProfile } from '../../activities/profiles/change-profile.ts';
import { createNoteUndelivered } from '../../activities/send/note-undelivered.ts';
import type { DevClock } from '../../activities/upkeep/dev-clock.ts';
import type { EngineDeps } from './engine-deps.ts';

const queueMax = 20_000;

/** What happens with a stored event, and the entry somebody asks for and waits for. */
export const createDispatching = (input: {
  deps: EngineDeps;
  clock: DevClock;
  live: LiveWorkspaces;
  plugins: Plugins;
  carrier: ReturnType<typeof createCarrier>;
  accept: Accept;
  changeProfile: ChangeProfile;
  enter: EnterJourney;
  turnAway: TurnAway;
  leaseMs: number;
}) => {
  const { deps, clock, live, plugins, carrier, accept, changeProfile, enter, turnAway, leaseMs } = input;
  const { stores, log, secret } = deps;
  const { events } = stores;
  const resolveProfile = createResolveProfile({
    profiles: stores.profiles,
    merge: createMergeProfiles(stores),
  });
  const apply = createApplyToProfile({ events, orders: stores.orders, changeProfile });
  const enterByRequest = createEnterByRequest({ enter });
  const dispatch = createDispatchEvent({
    clock,
    live,
    events,
    resolveProfile,
    apply,
    noteMetrics: createNoteMetrics(stores),
    noteFeedback: createNoteFeedback({
      ...stores,
      noteUndelivered: createNoteUndelivered({ ...stores, live }),
      secret,
    }),
    wakeRuns: createWakeRuns({ ...stores, live, carrier }),
    followRules: createFollowRules({ enter, tasks: stores.tasks, plugins }),
    enterByRequest,
    enterByEvent: createEnterByEvent({ enter, events, turnAway }),
    trackOrders: createTrackOrders({ ...stores, accept }),
    privacy: createPrivacy({ ...stores, stopWorkflow: carrier.stop }),
  });
  const dispatcher = createDispatcher({
    events,
    clock,
    dispatch,
    log,
    concurrency: deps.concurrency ?? 96,
    queueMax,
    count: deps.meter.dispatched,
  });
  const enrol = createEnrol({ events, clock, live, resolveProfile, apply, enterByRequest, leaseMs });
  return { dispatcher, enrol };
};
