import type { Effect } from '../domain/journey/effects.ts';

/** What a burst leaves: ids and instants only, since it becomes workflow history. */
export type BurstOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly until: number | null }
  | { readonly kind: 'pending'; readonly effect: Effect; readonly queue: string };

/** What the workflow of a run calls. */
export type BurstActivities = {
  /** Goes on with a run until it is done or has to wait. `now` is the workflow's clock; repeats are harmless. */
  readonly burst: (input: {
    tenant: string;
    run: string;
    now: number;
    inbox: readonly string[];
  }) => Promise<BurstOutcome>;
  /** Does one effect that could not be done within a burst, and keeps its result for the next one. */
  readonly perform: (input: { tenant: string; run: string; effect: Effect }) => Promise<void>;
};
