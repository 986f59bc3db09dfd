/** What a posting is: see `docs/loyalty.md`. */
export type PostingKind =
  | 'earn'
  | 'activate'
  | 'schedule'
  | 'spend'
  | 'return'
  | 'reverse'
  | 'expire'
  | 'adjust'
  | 'tier'
  | 'membership';

/** Points that come into a lot, or leave it. A lot holds all points that expire at the same instant. */
export type LotShare = {
  readonly lot: string;
  readonly points: number;
  /** When the points of the lot expire; absent when they do not, or when inactivity decides. */
  readonly expiresAt?: number;
};

/** Points that leave what is pending, by the key of the posting that brought them. */
export type PendingShare = { readonly key: string; readonly points: number };

/**
 * One line of the points ledger; it is never changed. The balance of a person is the sum of `active` over their postings of
 * a programme, what is pending is the sum of `pending`. Instants are epoch milliseconds, points are whole numbers.
 */
export type Posting = {
  /** What it is for: a person has at most one posting of a key in a programme. */
  readonly key: string;
  readonly kind: PostingKind;
  readonly at: number;
  /** Its place among the postings of its account. */
  readonly seq: number;
  readonly active: number;
  readonly pending: number;
  /** What it is about: `order:1001`, `event:...`. */
  readonly ref?: string;
  /** The earning rule it came by. */
  readonly rule?: string;
  readonly into?: LotShare;
  readonly takes?: readonly LotShare[];
  readonly pends?: readonly PendingShare[];
  /** When pending points become active. */
  readonly availableAt?: number;
  /** What the rule counted (minor units, or items), and what it gives for it: see `pointsFor`. */
  readonly base?: number;
  readonly rate?: Rate;
  /** What counts towards tiers. */
  readonly counts?: number;
  readonly reason?: string;
  /** Of points that were spent for a reward: which, and the redemption. */
  readonly reward?: string;
  readonly redemption?: string;
  /** Of a change of tier: the new one; absent when they have none from then on. */
  readonly tier?: TierHeld;
  /** Of a membership: what was bought or given, or the grants that end. */
  readonly grant?: Grant;
  readonly ends?: { readonly membership: string; readonly keys: readonly string[] };
};

/** A time for which somebody has a membership, by the key of the posting that gave it. For ever without `until`; epoch milliseconds. */
export type Grant = {
  readonly membership: string;
  readonly key: string;
  readonly from: number;
  readonly until?: number;
};

/** The tier somebody has, and until when it is theirs whatever they earn (epoch milliseconds); absent for ever. */
export type TierHeld = { readonly key: string; readonly until?: number };

/** `parts` ten-thousandths of a point for each `per` of what is counted, `per` in the unit of the base. */
export type Rate = { readonly parts: number; readonly per: number };

/** So many ten-thousandths make a point. */
export const partsOfPoint = 10_000;

export type Rounding = 'down' | 'nearest' | 'up';

/**
 * Whole points for a base by a rate, rounded as the programme says: exact, whatever the amounts. A base at or below zero gives
 * nothing.
 */
export const pointsFor = (input: { base: number; rate: Rate; rounding: Rounding }): number => {
  const { rate, rounding } = input;
  if (input.base <= 0) return 0;
  const above = BigInt(Math.round(input.base)) * BigInt(rate.parts);
  const below = BigInt(rate.per) * BigInt(partsOfPoint);
  if (rounding === 'up') return Number((above + below - 1n) / below);
  return Number(rounding === 'down' ? above / below : (above * 2n + below) / (below * 2n));
};
