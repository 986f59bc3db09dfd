import type { Run } from '../runs/ports.ts';

/** Runs that wait for a channel to be switched on again. */
export type HeldStore = {
  /** By id, strictly behind `after`. */
  readonly page: (input: {
    tenant: string;
    channel: string;
    after: string | undefined;
    limit: number;
  }) => Promise<readonly Run[]>;
  /** How many, counted no further than `limit`. */
  readonly count: (input: { tenant: string; channel: string; limit: number }) => Promise<number>;
};
