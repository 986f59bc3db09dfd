import type { Client } from '@temporalio/client';

import type { Log } from '../../activities/dispatch/dispatcher.ts';
import type { CircuitBreakers } from '../../activities/plugins/circuit-breakers.ts';
import type { PluginCall } from '../../activities/plugins/plugins.ts';
import type { LiveWorkspace } from '../../activities/live/live-workspace.ts';
import type { Align } from '../../activities/upkeep/dev-clock.ts';
import type { Underway } from '../../activities/upkeep/underway.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import type { Queues } from './queues.ts';
import type { Stores } from './stores.ts';

/** What is counted of the engine's work. */
export type EngineMeter = {
  readonly dispatched: (input: {
    tenant: string;
    outcome: 'done' | 'failed' | 'dead';
    seconds: number;
  }) => void;
  readonly burst: (input: { tenant: string; outcome: string; seconds: number }) => void;
  readonly message: (input: { tenant: string; channel: string; outcome: string }) => void;
  readonly pluginCall: (input: PluginCall) => void;
  readonly tripped: (input: { tenant: string; journey: string; guard: string }) => void;
};

export type EngineDeps = {
  readonly stores: Stores;
  readonly temporal: Client;
  readonly queues: Queues;
  /** Moves the clock of a workflow; throws where time cannot be moved. */
  readonly align: Align;
  /** Hears of every workflow that has something to do now. */
  readonly stirred: Underway['note'];
  readonly makePlugins: (live: LiveWorkspace) => PluginRuntime;
  /** Which plugin instances are spared. */
  readonly circuits: CircuitBreakers;
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
  readonly jobLeaseMs?: number;
  readonly pause: (ms: number) => Promise<void>;
};
