import type { Cursor } from '../../plugins/contract/inbound/poll.ts';

type Named = { readonly tenant: string; readonly instance: string; readonly poll: string };

/** Where the looks of an instance stand. */
export type PollState = Named & {
  readonly cursor?: Cursor;
  /** How many looks failed since one went well. */
  readonly failures: number;
  readonly error?: string;
  /** When the next look is due, on the tenant's clock. */
  readonly due: number;
};

export type PollStore = {
  /**
   * Takes the look that is due by `now`, on the tenant's clock, until `lease`, in real time; undefined when none is due, or another process
   * has it.
   */
  readonly take: (
    input: Named & { now: number; systemTime: number; lease: number; token: string },
  ) => Promise<PollState | undefined>;
  /** The look is over: the next one is due at `due`, from `cursor` on. False when the lease is another's by now. */
  readonly done: (input: Named & { token: string; due: number; cursor: Cursor }) => Promise<boolean>;
  readonly failed: (input: Named & { token: string; due: number; error: string }) => Promise<void>;
  /** Makes the next look due at `now`, also one that has not begun; with `forgets` it begins again. Anyone who is at it loses it. */
  readonly again: (input: Named & { now: number; forgets: boolean }) => Promise<void>;
  /** Makes a look that is due later due at `now`; a look under way goes on, and one that never began stays so. */
  readonly hasten: (input: Named & { now: number }) => Promise<void>;
  readonly of: (tenant: string) => Promise<readonly PollState[]>;
};
