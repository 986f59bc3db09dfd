import type { MarkKind } from '../../domain/referrals/marks.ts';
import type { Referral, ReferralState } from '../../domain/referrals/referral.ts';

/** A referral with the number of its writes. */
export type ReferralRow = Referral & { readonly rev: number };

export type ReferralStore = {
  /** The profile whose code it is. */
  readonly advocate: (input: { tenant: string; code: string }) => Promise<string | undefined>;
  /** Adds a referral once per id; answers the one that stands. */
  readonly add: (referral: Referral) => Promise<ReferralRow>;
  readonly get: (input: { tenant: string; id: string }) => Promise<ReferralRow | undefined>;
  /** The referral that an order qualified. */
  readonly ofOrder: (input: { tenant: string; orderId: string }) => Promise<ReferralRow | undefined>;
  /** Writes it if nobody else did since it was read. */
  readonly replace: (row: ReferralRow) => Promise<'written' | 'conflict'>;
  /** The friend's referral that nothing has qualified yet. */
  readonly open: (input: { tenant: string; friend: string }) => Promise<ReferralRow | undefined>;
  /** The friend's referral that counts: held, qualified or rewarded. */
  readonly counted: (input: { tenant: string; friend: string }) => Promise<ReferralRow | undefined>;
  /** Referrals of an advocate since then that were judged, denied ones left out. */
  readonly count: (input: { tenant: string; advocate: string; since: number }) => Promise<number>;
  /** How many friends of an advocate were rewarded. */
  readonly rewarded: (input: { tenant: string; advocate: string }) => Promise<number>;
  /** Whether an advocate has the reward of a milestone. */
  readonly hasMilestone: (input: { tenant: string; advocate: string; friends: number }) => Promise<boolean>;
  /** Denials of an advocate's referrals since then that speak of fraud. */
  readonly suspicious: (input: { tenant: string; advocate: string; since: number }) => Promise<number>;
  /** Referrals with something to be done at `now`, the longest due first. */
  readonly due: (input: { tenant: string; now: number; limit: number }) => Promise<readonly ReferralRow[]>;
  /** How many referrals of an advocate are in each state. */
  readonly states: (input: {
    tenant: string;
    advocate: string;
  }) => Promise<ReadonlyMap<ReferralState, number>>;
};

/** A mark of a person under a keyed hash. */
export type HashedMark = { readonly kind: MarkKind; readonly mark: string };

/** Somebody with a mark: when they were seen with it last, and when they first ordered with it. */
export type Marked = HashedMark & {
  readonly profileId: string;
  readonly at: number;
  readonly orderedAt?: number;
};

export type MarkStore = {
  /** Notes that a person has marks, and whether they ordered with them. */
  readonly note: (input: {
    tenant: string;
    profileId: string;
    marks: readonly HashedMark[];
    at: number;
    isOrder: boolean;
  }) => Promise<void>;
  /** The marks of a person. */
  readonly of: (input: { tenant: string; profileId: string }) => Promise<readonly HashedMark[]>;
  /** Who else has one of the marks, those seen last first, of each mark at most so many. */
  readonly others: (input: {
    tenant: string;
    profileId: string;
    marks: readonly string[];
    limit: number;
  }) => Promise<readonly Marked[]>;
};

/** Why and when an advocate's referrals stopped to count. */
export type Suspension = { readonly at: number; readonly reason: string; readonly by?: string };

export type AdvocateStore = {
  readonly suspension: (input: { tenant: string; profileId: string }) => Promise<Suspension | undefined>;
  /** When a suspension was lifted last; denials of before count no more. */
  readonly liftedAt: (input: { tenant: string; profileId: string }) => Promise<number | undefined>;
  /** False when they were suspended already. */
  readonly suspend: (input: {
    tenant: string;
    profileId: string;
    suspension: Suspension;
  }) => Promise<boolean>;
  /**
   * Notes that an advocate asked for something on a day (`2027-03-01`), `what` being a hash or a name of it: at most `most` a day. The same again on the
   * day is `already`, whatever comes between.
   */
  readonly noteInvitation: (input: {
    tenant: string;
    profileId: string;
    day: string;
    what: string;
    most: number;
  }) => Promise<'noted' | 'already' | 'too-many'>;
  /** How often an advocate shared their link. */
  readonly shares: (input: { tenant: string; profileId: string }) => Promise<number>;
  /** False when they were not suspended. */
  readonly lift: (input: { tenant: string; profileId: string; at: number }) => Promise<boolean>;
};
