import { addUsed, type LineShare, type Posting, type Used, unused } from './posting.ts';

export const redemptionStates = ['reserved', 'redeemed', 'rolled-back', 'expired'] as const;
export type RedemptionState = (typeof redemptionStates)[number];

/** One use of an offer, as its postings make it. */
export type Redemption = Pick<
  Posting,
  'tenant' | 'offer' | 'currency' | 'profileId' | 'mailbox' | 'coupon' | 'code' | 'orderId' | 'bookedAt'
> & {
  readonly id: string;
  readonly state: RedemptionState;
  /** What it uses of the offer now. */
  readonly held: Used;
  /** What it used when it was last reserved or redeemed, before anything was given back. */
  readonly granted: Used;
  /** Until when a reservation holds. */
  readonly expiresAt?: number | undefined;
  readonly lines: readonly LineShare[];
  /** Lines that came back. */
  readonly returned: readonly string[];
  /** How many postings it has. */
  readonly postings: number;
  /** Acts that were done, as `act:key`. */
  readonly done: ReadonlySet<string>;
};

const stateAfter = (before: Redemption | undefined, posting: Posting, held: Used): RedemptionState => {
  if (posting.act === 'reserve') return 'reserved';
  if (posting.act === 'expire') return 'expired';
  if (posting.act === 'redeem') return 'redeemed';
  // A part of a reservation or redemption leaves it what it was.
  return held.count === 0 ? 'rolled-back' : (before?.state ?? 'redeemed');
};

/** Whether the redemption uses something of the offer. */
export const isLive = ({ state }: Redemption): boolean => state === 'reserved' || state === 'redeemed';

/** The redemption after one more of its postings. */
export const afterPosting = (before: Redemption | undefined, posting: Posting): Redemption => {
  const {
    act,
    redemption: id,
    n: _n,
    id: _id,
    key,
    at: _at,
    returned = [],
    lines,
    isFact: _fact,
    ...rest
  } = posting;
  const { count: _c, discount: _d, orderValue: _o, expiresAt, ...about } = rest;
  const held = addUsed(before?.held ?? unused, posting);
  const grants = act === 'reserve' || act === 'redeem';
  return {
    ...(before === undefined || before.held.count === 0
      ? about
      : { ...before, ...(about.orderId === undefined ? {} : { orderId: about.orderId }) }),
    id,
    state: stateAfter(before, posting, held),
    held,
    granted: grants ? held : (before?.granted ?? held),
    expiresAt: act === 'reserve' ? expiresAt : act === 'roll-back' ? before?.expiresAt : undefined,
    lines: lines ?? before?.lines ?? [],
    returned: grants ? [] : [...(before?.returned ?? []), ...returned],
    postings: posting.n,
    done: new Set([...(before?.done ?? []), `${act}:${key}`]),
  };
};

/** The redemptions of postings, which may be given in any order and more than once. */
export const foldRedemptions = (postings: readonly Posting[]): ReadonlyMap<string, Redemption> => {
  const found = new Map<string, Redemption>();
  const unique = new Map(postings.map((posting) => [posting.id, posting]));
  for (const posting of [...unique.values()].toSorted((a, b) => a.n - b.n)) {
    found.set(posting.redemption, afterPosting(found.get(posting.redemption), posting));
  }
  return found;
};
