import type { Outcome } from '../contract/actions/outcome.ts';

type Named = { readonly tenant: string; readonly instance: string };

/** Whether calls of an instance go through now. */
export type Admission =
  | { readonly kind: 'go' }
  /** The circuit is open, and its cool-down over: one call may try (`takeProbe`). */
  | { readonly kind: 'probe' }
  /** The provider is not called; try again after so long. Calls spread themselves over `spreadMs` more. */
  | { readonly kind: 'held'; readonly afterMs: number; readonly spreadMs: number; readonly why: string };

/** The circuit breaker of plugin instances, as the runtime asks it. Never throws. */
export type Breaker = {
  readonly admit: (input: Named) => Promise<Admission>;
  /** True for one call of all processes; `forMs`: after so long without an answer another may try. */
  readonly takeProbe: (input: Named & { forMs: number }) => Promise<boolean>;
  /** How a call ended. */
  readonly note: (input: Named & { probe: boolean; failed: boolean; why: string }) => Promise<void>;
};

/** An outcome that speaks against the provider. A rejected call was answered, as a call should be. */
export const isFailure = (outcome: Outcome): boolean =>
  outcome.kind === 'unknown' || (outcome.kind === 'retry' && outcome.code !== 'stopped');
