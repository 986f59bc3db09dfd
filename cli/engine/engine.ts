import type { Client } from '@temporalio/client';

import type { BurstActivities } from '../../activities/burst/burst-activities.ts';
import { type Burst, createBurst } from '../../activities/burst/burst.ts';
import { createBurstActivities } from '../../activities/burst/create-burst-activities.ts';
import { createCarrier } from '../../activities/carrier/carrier.ts';
import { createDeliveries, type Deliveries } from '../../activities/deliveries/deliveries.ts';
import { type Accept, createAccept } from '../../activities/dispatch/accept.ts';
import { createApplyToProfile } from '../../activities/dispatch/apply-to-profile.ts';
import { createDispatchEvent } from '../../activities/dispatch/dispatch-event.ts';
import { createDispatcher, type Dispatcher, type Log } from '../../activities/dispatch/dispatcher.ts';
import { createEnrol, createEnterByRequest } from '../../activities/dispatch/enrol.ts';
import { createEnterByEvent } from '../../activities/dispatch/enter-by-event.ts';
import { createEnterJourney } from '../../activities/dispatch/enter-journey.ts';
import { createFollowRules } from '../../activities/dispatch/follow-rules.ts';
import { createMergeProfiles } from '../../activities/dispatch/merge-profiles.ts';
import { createNoteFeedback } from '../../activities/dispatch/note-feedback.ts';
import { createPrivacy } from '../../activities/dispatch/privacy.ts';
import { createResolveProfile } from '../../activities/dispatch/resolve-profile.ts';
import { createTrackOrders } from '../../activities/dispatch/track-orders.ts';
import { createWakeRuns } from '../../activities/dispatch/wake-runs.ts';
import { createIssueOffer } from '../../activities/effects/issue-offer.ts';
import { createPerform, type PerformDeps } from '../../activities/effects/perform.ts';
import {
  createLiveWorkspaces,
  type LiveWorkspace,
  type LiveWorkspaces,
} from '../../activities/live/live-workspace.ts';
import { createCallPlugin } from '../../activities/plugins/call-plugin.ts';
import { createPlugins, type Plugins } from '../../activities/plugins/plugins.ts';
import { createChangeProfile } from '../../activities/profiles/change-profile.ts';
import { createHandOver } from '../../activities/send/hand-over.ts';
import { createRenderForPerson } from '../../activities/send/render-for-person.ts';
import { createSend } from '../../activities/send/send-message.ts';
import { type Align, createDevClock, type DevClock } from '../../activities/upkeep/dev-clock.ts';
import { createRecheckSegments } from '../../activities/upkeep/recheck-segments.ts';
import { CicloError } from '../../domain/errors.ts';
import { createLinks } from '../../domain/messages/links.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import type { Queues } from './queues.ts';
import type { Stores } from './stores.ts';

/** What is counted of the engine's work. */
export type EngineMeter = {
  readonly accepted: (input: { accepted: number; duplicates: number }) => void;
  readonly dispatched: (outcome: 'done' | 'failed' | 'dead') => void;
  readonly message: (input: { channel: string; outcome: string }) => void;
};

export type EngineDeps = {
  readonly stores: Stores;
  readonly temporal: Client;
  readonly queues: Queues;
  /** Moves the clock of a workflow; throws where time cannot be moved. */
  readonly align: Align;
  readonly makePlugins: (live: LiveWorkspace) => PluginRuntime;
  readonly publicUrl: string;
  /** Signs links and hashes suppressed addresses. */
  readonly secret: string;
  readonly defaultFrom: string;
  readonly log: Log;
  readonly meter: EngineMeter;
  readonly wall: () => number;
  /** Events dispatched side by side in this process. */
  readonly concurrency?: number;
  readonly acceptLeaseMs?: number;
};

/** The whole engine, without servers: the API and the worker are made from its parts. */
export type Engine = {
  readonly clock: DevClock;
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly accept: Accept;
  readonly dispatcher: Dispatcher;
  readonly deliveries: Deliveries;
  readonly burst: Burst;
  readonly activities: BurstActivities;
  readonly enrol: ReturnType<typeof createEnrol>;
  readonly recheck: (tenant: string) => Promise<number>;
  readonly carrier: ReturnType<typeof createCarrier>;
  readonly render: ReturnType<typeof createRenderForPerson>;
};

const queueMax = 20_000;

/** Puts the parts of the engine together. */
export const createEngine = (deps: EngineDeps): Engine => {
  const { stores, log, secret } = deps;
  const clock = createDevClock({ wall: deps.wall, store: stores.devClock, align: deps.align });
  const live = createLiveWorkspaces({ workspaces: stores.workspaces, wall: deps.wall, checkEveryMs: 1000 });
  const plugins = createPlugins({ makeRuntime: deps.makePlugins });
  const carrier = createCarrier({
    client: deps.temporal,
    queue: deps.queues.runs,
    runs: stores.runs,
  });
  const leaseMs = deps.acceptLeaseMs ?? 15_000;

  // The dispatcher needs what needs it: events the engine itself brings in go the same way as all others.
  const late: { dispatcher?: Dispatcher; enter?: PerformDeps['enrol'] } = {};
  const accept = createAccept({
    events: stores.events,
    clock,
    dispatch: (rows) => late.dispatcher?.push(rows),
    count: deps.meter.accepted,
    leaseMs,
  });
  const changeProfile = createChangeProfile({
    profiles: stores.profiles,
    events: stores.events,
    live,
    accept,
  });
  const render = createRenderForPerson({ links: createLinks({ secret, publicUrl: deps.publicUrl }) });
  const handOver = createHandOver({
    ...stores,
    plugins,
    render,
    secret,
    defaultFrom: deps.defaultFrom,
    wall: deps.wall,
    count: deps.meter.message,
  });
  const perform = createPerform({
    events: stores.events,
    tasks: stores.tasks,
    changeProfile,
    issueOffer: createIssueOffer({ offers: stores.offers }),
    send: createSend({ ...stores, render, handOver, secret, wall: deps.wall }),
    callPlugin: createCallPlugin({ plugins }),
    enrol: async (input) => {
      if (late.enter === undefined)
        throw new CicloError({ code: 'internal', message: 'The engine is not ready.' });
      return late.enter(input);
    },
  });
  const burst = createBurst({ ...stores, live, perform, wall: deps.wall, effectsQueue: deps.queues.effects });
  const activities = createBurstActivities({ burst, session: { ...stores, live }, perform, clock });
  const enter = createEnterJourney({ runs: stores.runs, burst, carrier });
  late.enter = async ({ tenant, journey: key, profileId, key: entryKey, cause, now }) => {
    const workspace = await live.of(tenant);
    const journey = workspace.journeys.get(key);
    const profile = await stores.profiles.get({ tenant, profileId });
    if (journey === undefined || profile === undefined) return { refused: 'no-such-journey' };
    const entered = await enter({
      live: workspace,
      journey,
      profile,
      entry: null,
      key: entryKey,
      cause,
      now,
    });
    return entered.kind === 'entered' ? { run: entered.run } : { refused: entered.reason };
  };

  const resolveProfile = createResolveProfile({
    profiles: stores.profiles,
    merge: createMergeProfiles(stores),
  });
  const apply = createApplyToProfile({ events: stores.events, orders: stores.orders, changeProfile });
  const enterByRequest = createEnterByRequest({ enter });
  const dispatch = createDispatchEvent({
    clock,
    live,
    events: stores.events,
    resolveProfile,
    apply,
    noteFeedback: createNoteFeedback({ ...stores, secret }),
    wakeRuns: createWakeRuns({ ...stores, live, carrier }),
    followRules: createFollowRules({ enter, tasks: stores.tasks, plugins }),
    enterByRequest,
    enterByEvent: createEnterByEvent({ enter, events: stores.events }),
    trackOrders: createTrackOrders({ ...stores, accept }),
    privacy: createPrivacy({ ...stores, stopWorkflow: carrier.stop }),
  });
  const dispatcher = createDispatcher({
    events: stores.events,
    clock,
    dispatch,
    log,
    concurrency: deps.concurrency ?? 24,
    queueMax,
    count: deps.meter.dispatched,
  });
  late.dispatcher = dispatcher;
  const enrol = createEnrol({
    events: stores.events,
    clock,
    live,
    resolveProfile,
    apply,
    enterByRequest,
    leaseMs,
  });
  const recheck = createRecheckSegments({ profiles: stores.profiles, changeProfile, clock });
  const deliveries = createDeliveries({ deliveries: stores.deliveries, live, plugins, accept, clock, log });
  return {
    clock,
    live,
    plugins,
    accept,
    dispatcher,
    deliveries,
    burst,
    activities,
    enrol,
    recheck,
    carrier,
    render,
  };
};
