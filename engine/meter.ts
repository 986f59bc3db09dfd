import type { StuckCount } from './events/stuck-port.ts';
import type { PluginCall } from './plugins/plugins.ts';
import type { DeliveryAttempt } from './webhooks/deliveries.ts';

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
  readonly delivery: (input: DeliveryAttempt) => void;
  readonly tripped: (input: { tenant: string; journey: string; guard: string }) => void;
  /** Whether the circuit of a plugin instance is open. */
  readonly circuit: (input: { tenant: string; instance: string; isOpen: boolean }) => void;
  /** How much is stuck. */
  readonly stuck: (input: StuckCount & { readonly tenant: string }) => void;
};
