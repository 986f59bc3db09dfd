import type { Grant, LotShare, Posting, TierHeld } from './posting.ts';

/** The points of one lot that are left. */
export type Lot = { readonly lot: string; readonly left: number; readonly expiresAt?: number };

/** Points that are not active yet. */
export type Pending = {
  readonly key: string;
  readonly points: number;
  readonly availableAt: number;
  readonly ref?: string;
  readonly rule?: string;
};

/** What counted towards tiers on one day. */
export type DayCount = { readonly day: number; readonly points: number };

/**
 * What the postings of a person in a programme come to. `balance` may be below zero (points that were spent and then taken
 * back); the lots together are then worth more than the balance by what is owed, never less.
 */
export type AccountState = {
  readonly balance: number;
  readonly pending: number;
  /** All that was ever earned, and spent, net of what was taken back and returned. */
  readonly earned: number;
  readonly spent: number;
  readonly lots: readonly Lot[];
  readonly pendings: readonly Pending[];
  readonly days: readonly DayCount[];
  /** All that ever counted towards tiers. */
  readonly counted: number;
  readonly tier?: TierHeld;
  /** Memberships that were bought or given and have not ended. */
  readonly grants?: readonly Grant[];
  /** When they last earned or spent. */
  readonly activeAt?: number;
};

export const emptyAccount: AccountState = {
  balance: 0,
  pending: 0,
  earned: 0,
  spent: 0,
  lots: [],
  pendings: [],
  days: [],
  counted: 0,
};

const dayMs = 86_400_000;
const daysMax = 1100;

/** Lots in the order in which they are spent: what expires first goes first, what never expires last. */
const byExpiry = (one: Lot, two: Lot): number =>
  (one.expiresAt ?? Infinity) - (two.expiresAt ?? Infinity) || (one.lot < two.lot ? -1 : 1);

const changeLot = (lots: readonly Lot[], share: LotShare, sign: 1 | -1): readonly Lot[] => {
  const known = lots.find(({ lot }) => lot === share.lot);
  const left = (known?.left ?? 0) + sign * share.points;
  const others = lots.filter(({ lot }) => lot !== share.lot);
  if (left === 0) return others;
  const expiresAt = known?.expiresAt ?? share.expiresAt;
  const changed: Lot = { lot: share.lot, left, ...(expiresAt === undefined ? {} : { expiresAt }) };
  return [...others, changed].toSorted(byExpiry);
};

const pendingsAfter = (state: AccountState, posting: Posting): readonly Pending[] => {
  const { key, ref, rule, availableAt, kind } = posting;
  let { pendings } = state;
  if (kind === 'schedule') {
    return pendings.map((one) =>
      one.ref === ref && availableAt !== undefined ? { ...one, availableAt } : one,
    );
  }
  for (const share of posting.pends ?? []) {
    pendings = pendings.flatMap((one) => {
      if (one.key !== share.key) return [one];
      return one.points === share.points ? [] : [{ ...one, points: one.points - share.points }];
    });
  }
  if (posting.pending <= 0 || availableAt === undefined) return pendings;
  const added: Pending = {
    key,
    points: posting.pending,
    availableAt,
    ...(ref === undefined ? {} : { ref }),
    ...(rule === undefined ? {} : { rule }),
  };
  return [...pendings, added];
};

const daysAfter = (state: AccountState, posting: Posting): readonly DayCount[] => {
  const { counts = 0 } = posting;
  if (counts === 0) return state.days;
  const day = Math.floor(posting.at / dayMs);
  const known = state.days.find((one) => one.day === day);
  const points = (known?.points ?? 0) + counts;
  const others = state.days.filter((one) => one.day !== day && one.day > day - daysMax);
  return [...others, { day, points }].toSorted((a, b) => a.day - b.day);
};

const grantsAfter = (state: AccountState, { grant, ends }: Posting): readonly Grant[] => {
  const { grants = [] } = state;
  if (grant !== undefined) return [...grants, grant];
  if (ends === undefined) return grants;
  const over = new Set(ends.keys);
  return grants.filter(({ membership, key }) => membership !== ends.membership || !over.has(key));
};

/** What an account comes to with one more posting. */
export const applyPosting = (state: AccountState, posting: Posting): AccountState => {
  const { active, pending, kind, at } = posting;
  let { lots } = state;
  if (posting.into !== undefined) lots = changeLot(lots, posting.into, 1);
  for (const share of posting.takes ?? []) lots = changeLot(lots, share, -1);
  const isActivity = kind === 'earn' || kind === 'spend';
  const activeAt = isActivity ? Math.max(state.activeAt ?? at, at) : state.activeAt;
  const tier = kind === 'tier' ? posting.tier : state.tier;
  const grants = grantsAfter(state, posting);
  const isEarning = kind === 'earn' || kind === 'reverse';
  const isSpending = kind === 'spend' || kind === 'return';
  return {
    balance: state.balance + active,
    pending: state.pending + pending,
    earned: state.earned + (isEarning ? active + pending : 0),
    spent: state.spent - (isSpending ? active : 0),
    lots,
    pendings: pendingsAfter(state, posting),
    days: daysAfter(state, posting),
    counted: state.counted + (posting.counts ?? 0),
    ...(tier === undefined ? {} : { tier }),
    ...(grants.length === 0 ? {} : { grants }),
    ...(activeAt === undefined ? {} : { activeAt }),
  };
};

/** What all postings of an account come to: the running balance is this, or it is wrong. */
export const accountOf = (postings: readonly Posting[]): AccountState =>
  postings
    .toSorted((a, b) => a.seq - b.seq || a.at - b.at || (a.key < b.key ? -1 : 1))
    .reduce(applyPosting, emptyAccount);

/** The points in lots, and by how much they are more than the balance: what is owed. */
export const owedOf = (state: AccountState): number =>
  state.lots.reduce((sum, { left }) => sum + left, 0) - state.balance;

/** Takes points out of lots, what expires first before the rest; as many as there are. */
export const takeFrom = (input: {
  lots: readonly Lot[];
  points: number;
  /** The lots to take from before the others. */
  first?: ReadonlySet<string>;
}): readonly LotShare[] => {
  const { first } = input;
  const ordered =
    first === undefined
      ? input.lots
      : [
          ...input.lots.filter(({ lot }) => first.has(lot)),
          ...input.lots.filter(({ lot }) => !first.has(lot)),
        ];
  let rest = input.points;
  return ordered.flatMap((one): LotShare[] => {
    const points = Math.min(Math.max(0, one.left), rest);
    rest -= points;
    if (points === 0) return [];
    return [{ lot: one.lot, points, ...(one.expiresAt === undefined ? {} : { expiresAt: one.expiresAt }) }];
  });
};
