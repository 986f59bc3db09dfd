import type { FollowRecord } from './follow-port.ts';

/** Makes what follows from changes of records: each kind that does something more says so by a service of its own. */
export const createFollowRecord =
  // Read when something follows: what follows changes records, and so is made after what this is a part of.
  (use: {
    readonly followQuote: FollowRecord;
    readonly followReturn: FollowRecord;
    readonly followRegistration: FollowRecord;
  }): FollowRecord =>
    async (change) => {
      await use.followQuote(change);
      await use.followReturn(change);
      await use.followRegistration(change);
    };
