import type { OwnPoints, OwnPosting, SelfService } from '../../api/ports/self-service.ts';
import { expiriesOf } from '../../domain/loyalty/expiry.ts';
import { type LoyaltyFacts, loyaltyFacts } from '../../domain/loyalty/facts.ts';
import { creditCurrency } from '../../domain/loyalty/store-credit.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { type ChangePoints, createRefreshPoints } from '../loyalty/change-points.ts';
import type { AccountRow, PointsStore, PostingRow } from '../loyalty/ports.ts';

type Deps = {
  readonly points: Pick<PointsStore, 'of' | 'history'>;
  readonly changePoints: ChangePoints;
  readonly live: LiveWorkspaces;
  readonly clock: Pick<Clock, 'now'>;
};

const postingsMax = 100;

/** The newest postings with the balance after each, counted back from the balance as it is. */
export const statementOf = (input: {
  /** The newest of an account, all up to some point. */
  postings: readonly PostingRow[];
  balance: number;
}): readonly OwnPosting[] => {
  let { balance } = input;
  const lines = input.postings
    .toSorted((a, b) => b.seq - a.seq)
    .map((one) => {
      const line = {
        at: one.at,
        kind: one.kind,
        points: one.active,
        pending: one.pending,
        balance,
        about: one.reason ?? one.ref,
      };
      balance -= one.active;
      return line;
    });
  return lines.filter(({ points, pending }) => points !== 0 || pending !== 0);
};

const instantOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

/** Their tier, the next one, and what they are a member of. */
const standing = (facts: LoyaltyFacts): Pick<OwnPoints, 'tier' | 'tierUntil' | 'next' | 'membership'> => {
  const { tierName, tierUntil, nextTier, toNextTier, membershipName, membershipUntil } = facts;
  return {
    tier: tierName,
    tierUntil: instantOf(tierUntil),
    next: nextTier === undefined ? undefined : { name: nextTier, points: toNextTier ?? 0 },
    membership:
      membershipName === undefined ? undefined : { name: membershipName, until: instantOf(membershipUntil) },
  };
};

/** Makes the statement of points of a person, by programme. */
export const createOwnPoints = (deps: Deps): Pick<SelfService, 'points'> => {
  const refresh = createRefreshPoints(deps);
  const upToNow = async (row: AccountRow): Promise<AccountRow> => {
    const isBehind = row.due !== undefined && row.due <= deps.clock.now(row.tenant);
    return isBehind || row.isStale ? (await refresh(row)).account : row;
  };
  return {
    points: async ({ tenant, profileId }) => {
      const live = await deps.live.of(tenant);
      const { timezone: zone } = live.published.settings;
      const rows = await deps.points.of({ tenant, profileId });
      const there = rows.filter(
        ({ mergedInto, program }) =>
          mergedInto === undefined && (live.programs.has(program) || creditCurrency(program) !== undefined),
      );
      return Promise.all(
        there.map(async (one): Promise<OwnPoints> => {
          const row = await upToNow(one);
          const { state, program } = row;
          const definition = live.programs.get(program)?.definition;
          const { memberships, tiers } = definition ?? {};
          const rules = { expiry: definition?.expiry, zone };
          const now = deps.clock.now(tenant);
          const facts = loyaltyFacts({ state, rules: { ...rules, now, memberships }, tiers });
          const whose = { tenant, profileId, program };
          const postings = await deps.points.history({ ...whose, limit: postingsMax });
          return {
            program: definition?.name ?? program,
            balance: state.balance,
            pending: state.pending,
            ...standing(facts),
            currency: creditCurrency(program),
            expiries: expiriesOf({ state, ...rules })
              .map(({ at, points }) => ({ at, points }))
              .toSorted((a, b) => a.at - b.at),
            postings: statementOf({ postings, balance: state.balance }),
          };
        }),
      );
    },
  };
};
