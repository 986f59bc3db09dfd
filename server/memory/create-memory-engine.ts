import {
  createMemoryWorkflowStarter,
  type MemoryWorkflowStarter,
} from '../../engine/runs/memory-workflow-starter.ts';
import { createDrawChart } from '../../platform/charts/draw-chart.ts';
import { createFixedWorkspaces, type FixedWorkspaces } from '../../engine/journeys/fixed-workspaces.ts';
import type { LiveWorkspace } from '../../engine/journeys/live-workspace.ts';
import { createActivity } from '../../engine/guards/activity.ts';
import { createPendingWorkflows } from '../../engine/clock/pending-workflows.ts';
import type { Keyring } from '../../engine/access/keyring-port.ts';
import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { usualRetention } from '../../domain/privacy/retention.ts';
import type { EngineMeter } from '../../engine/meter.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { Stores } from '../stores/stores.ts';
import { createRecordingPlugins, type RecordingPlugins } from './recording-plugins.ts';
import { type Recording, recordingStores } from './recording.ts';
import { createScriptedPerform, type Script } from './scripted-perform.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** The whole engine in one process, on a clock that its owner moves: no servers, and nothing leaves it. */
export type MemoryEngine = {
  readonly engine: Engine;
  readonly stores: Stores;
  readonly clock: VirtualClock;
  readonly workflowStarter: MemoryWorkflowStarter;
  readonly workspaces: FixedWorkspaces;
  readonly recording: Recording;
  readonly plugins: RecordingPlugins;
  /** Does everything that is at hand at this instant, also what comes of it. Throws what an event could not be dispatched for. */
  readonly rest: () => Promise<void>;
};

const nothing = (): void => undefined;
/** The one process there is; nobody takes over from it. */
const leaseMs = 3_600_000;

const publishesNothing = async (): Promise<never> => {
  throw new CicloError({ code: 'internal', message: 'An engine in memory publishes nothing.' });
};

const playsNothing = async (): Promise<never> => {
  throw new CicloError({ code: 'internal', message: 'An engine in memory plays no journeys itself.' });
};

const noMeter: EngineMeter = {
  dispatched: nothing,
  burst: nothing,
  message: nothing,
  pluginCall: nothing,
  delivery: nothing,
  tripped: nothing,
  circuit: nothing,
  stuck: nothing,
};

/** Links as they are shown: nobody's signature is on them. */
const shownLinks = (shop: string): Links => {
  const base = shop.replace(/\/+$/, '');
  const simulated = (what: string) => (): string => `${base}/simulated/${what}`;
  return {
    click: ({ url }) => url,
    open: simulated('open'),
    unsubscribe: simulated('unsubscribe'),
    preferences: simulated('preferences'),
    view: simulated('view'),
    confirm: simulated('confirm'),
    quote: simulated('quote'),
    survey: simulated('survey'),
    registration: simulated('registration'),
    privacy: simulated('privacy'),
    selfService: simulated('self-service'),
    selfServiceEntry: simulated('self-service-entry'),
    selfServiceSession: simulated('self-service-session'),
    form: simulated('form'),
    referral: (code) => `${base}/?referral_code=${code}`,
  };
};

/** Keeps the first thing that went wrong, for anyone who waits for the engine to come to rest. */
const createFailures = () => {
  const failures: string[] = [];
  const note = (details: Readonly<Record<string, unknown>>, message: string): void => {
    failures.push(`${message} ${messageOf(details['error'])}`);
  };
  return {
    log: { info: nothing, warn: note, error: note },
    check: (): void => {
      const [first] = failures.splice(0);
      if (first !== undefined) throw new CicloError({ code: 'internal', message: first });
    },
  };
};

/**
 * Makes an engine of the production services on stores in memory: events are accepted and dispatched, runs begin, wait,
 * wake and send as live, through the same gate. Its clock stands at `start` (epoch milliseconds) until it is moved, workflows
 * are carried by it, and channels record what they are handed.
 */
export const createMemoryEngine = (input: {
  /** Empty stores of its own. */
  stores: Stores;
  live: LiveWorkspace;
  start: number;
  keyring: Keyring;
  script?: Script;
  /** Also keeps every change of a profile. */
  withProfiles?: boolean;
}): MemoryEngine => {
  const { live, keyring, withProfiles = false, script = { choose: {}, resultsOf: () => ({}) } } = input;
  const clock = createVirtualClock(input.start);
  const { stores, recording } = recordingStores({ stores: input.stores, now: clock.now, withProfiles });
  const workflowStarter = createMemoryWorkflowStarter({ now: clock.now });
  const workspaces = createFixedWorkspaces(live);
  const scripted = createScriptedPerform(script);
  const plugins = createRecordingPlugins({ answer: scripted.answer });
  const failures = createFailures();
  const { log } = failures;
  const { settings } = live.published;
  const engine = createEngine({
    ...stores,
    workflowStarter,
    pendingWorkflows: createPendingWorkflows(),
    effectsQueue: 'effects',
    isAtRest: async () => true,
    align: async () => undefined,
    patienceMs: 0,
    makePluginRuntime: () => plugins.runtime,
    fixedLive: workspaces,
    fixedLinks: shownLinks(settings.url),
    around: scripted.around,
    pluginCatalog: new Map(),
    playPeople: playsNothing,
    build: publishesNothing,
    publicUrl: settings.url,
    keyring,
    defaultFrom: settings.from ?? 'shop@localhost',
    log,
    activity: createActivity(),
    meter: noMeter,
    systemTime: clock.now,
    pause: async () => undefined,
    forgetMail: nothing,
    retention: usualRetention,
    warehouseFolder: undefined,
    drawChart: createDrawChart(),
    devMailbox: undefined,
    concurrency: 96,
    acceptLeaseMs: leaseMs,
    jobLeaseMs: leaseMs,
    sendLeaseMs: leaseMs,
  });
  workflowStarter.attach(engine.activities);
  const rest = async (): Promise<void> => {
    do {
      await engine.dispatcher.idle();
      failures.check();
    } while (await workflowStarter.workOff());
  };
  return { engine, stores, clock, workflowStarter, workspaces, recording, plugins, rest };
};
