import type { Retention } from '../domain/privacy/retention.ts';
import type { WarehouseFolder } from '../domain/warehouse/folder.ts';
import type { DrawChart } from '../engine/reports/report-sections.ts';
import type { StepTypes } from '../domain/journey/steps/step-type.ts';
import type { Log } from '../engine/events/dispatcher.ts';
import type { Keyring } from '../engine/access/keyring-port.ts';
import type { RunWorkflowStarter } from '../engine/runs/workflow-starter.ts';
import type { Perform } from '../engine/runs/effects/perform.ts';
import type { LiveWorkspaces } from '../engine/journeys/live-workspace.ts';
import type { PlayPeople } from '../engine/dry-runs/play-people.ts';
import type { PendingWorkflows } from '../engine/clock/pending-workflows.ts';
import type { Links } from '../domain/messages/links/links.ts';
import type { Align } from '../engine/clock/dev-clock.ts';
import type { PluginCatalog } from '../domain/workspace/plugin-catalog.ts';
import type { MakePluginRuntime } from '../engine/plugins/module.ts';
import type { Stores } from './stores/stores.ts';
import { type Composed, composeServices, factoriesOf } from './compose.ts';
import type { EngineMeter } from '../engine/meter.ts';
import type { DevMailbox } from '../engine/dev-mail/dev-mailbox.ts';
import type { Activity } from '../engine/guards/activity.ts';
import { modules } from './modules.ts';
import type { OidcProvider } from '../engine/team/provider/ask-provider.ts';
import type { BuildWorkspace } from '../engine/journeys/publish/publish-files.ts';

/** What the engine is made on, besides its stores. */
export type EngineMeans = {
  /** Carries runs that have to wait: workflows, or a virtual clock. */
  readonly workflowStarter: RunWorkflowStarter;
  /** Workflows that were started or woken and may still have something at hand. */
  readonly pendingWorkflows: PendingWorkflows;
  /** The task queue on which effects are done that could not be done at once. */
  readonly effectsQueue: string;
  /** Moves the clock of a workflow; throws where time cannot be moved. */
  readonly align: Align;
  /** Whether a workflow has nothing at hand. */
  readonly isAtRest: (workflowId: string) => Promise<boolean>;
  /** How long a development clock waits at one instant for what is under way, in real milliseconds. */
  readonly patienceMs: number;
  /** Makes the runtime of a tenant's plugins. */
  readonly makePluginRuntime: MakePluginRuntime;
  /** The published workspaces; those of the stores by default. */
  readonly fixedLive?: LiveWorkspaces;
  /** The types of step journeys are made of: those that come with the engine by default. */
  readonly stepTypes?: StepTypes;
  /** The links in messages; signed ones that lead to `publicUrl` by default. */
  readonly fixedLinks?: Links;
  /** Decides effects in another way, such as a play whose outcomes were chosen. */
  readonly around?: (perform: Perform) => Perform;
  /** What the checks of a workspace know of the plugins. */
  readonly pluginCatalog: PluginCatalog;
  /** Plays journeys for people, in memory. */
  readonly playPeople: PlayPeople;
  /** Checks the files of a workspace and compiles its messages, as this engine would publish them. */
  readonly build: BuildWorkspace;
  readonly publicUrl: string;
  /** Where people of the team sign in besides here. */
  readonly oidcProvider?: OidcProvider | undefined;
  /** Signs links and hashes addresses, each with a key of its own. */
  readonly keyring: Keyring;
  readonly defaultFrom: string;
  readonly log: Log;
  readonly meter: EngineMeter;
  /** What this process does, by tenant; `meter` notes it. */
  readonly activity: Activity;
  readonly systemTime: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** Removes mails to these addresses from the development inbox, where there is one. */
  readonly forgetMail: (addresses: readonly string[]) => void;
  /** How long what is over is kept. */
  readonly retention: Retention;
  /** The files of the warehouse; undefined in a process that has none. */
  readonly warehouseFolder: WarehouseFolder | undefined;
  /** Draws charts as pictures. */
  readonly drawChart: DrawChart;
  /** The development inbox, where mails are sent to nobody. */
  readonly devMailbox: DevMailbox | undefined;
  /** Events dispatched side by side in this process. */
  readonly concurrency: number;
  /** Another process takes an event over whose lease was not renewed for so long (real time). */
  readonly acceptLeaseMs: number;
  /** The same for a job. */
  readonly jobLeaseMs: number;
  /** An attempt at a message whose lease is not renewed for so long (real time) is taken for lost. */
  readonly sendLeaseMs: number | undefined;
};

const services = () => factoriesOf(modules, 'services');

/** The services that modules make of the stores and what else the engine is made on. */
export type Engine = Composed<Stores & EngineMeans, ReturnType<typeof services>>;

/** Makes the engine: all stores and services by name. The API, the loops and the worker are made of it. */
export const createEngine = (given: Stores & EngineMeans): Engine => composeServices(given, services());
