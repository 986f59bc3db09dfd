import { accountOf, emptyAccount } from '../../../domain/loyalty/account.ts';
import { planDue } from '../../../domain/loyalty/plan/plan-due.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { type PlanAt, planGroup } from '../change/plan-group.ts';
import { planOfOrder, type PointsOrder } from '../give-points.ts';
import type { AccountKey, PointsStore } from '../ports.ts';
import { planRules, programOf } from '../program-of.ts';

/** How one of many orders would come out. */
export type LookedAt =
  | { readonly kind: 'posted' | 'already' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Looks how orders about points would come out, those of one account one after the other; nothing is changed. */
export type LookAtManyPoints = (input: {
  readonly tenant: string;
  readonly orders: readonly PointsOrder[];
}) => Promise<readonly LookedAt[]>;

type Deps = { readonly points: PointsStore; readonly live: LiveWorkspaces; readonly clock: Clock };

const find =
  (input: {
    deps: Deps;
    key: AccountKey;
    isOwn: boolean;
    tail: Awaited<ReturnType<PlanAt['find']>>;
  }): PlanAt['find'] =>
  async (query) => {
    const { deps, key, isOwn, tail } = input;
    const { keys, ref } = query;
    const isMeant = (one: { key: string; ref?: string }): boolean =>
      (keys === undefined || keys.includes(one.key)) && (ref === undefined || ref === one.ref);
    return [...(await deps.points.find({ ...key, ...query, isOwn })), ...tail.filter(isMeant)];
  };

const lookAtAccount = async (input: {
  deps: Deps;
  key: AccountKey;
  orders: readonly PointsOrder[];
}): Promise<readonly LookedAt[]> => {
  const { deps, key, orders } = input;
  const live = await deps.live.of(key.tenant);
  const definition = programOf(live, key.program);
  if (definition === undefined || !live.programs.has(key.program)) {
    return orders.map(() => ({ kind: 'refused', reason: 'no-such-program' }));
  }
  const row = await deps.points.get(key);
  const tail = row?.tail ?? [];
  const rules = planRules({ live, definition, now: deps.clock.now(key.tenant) });
  const before =
    row?.isStale === true
      ? accountOf([...(await deps.points.all(key)), ...tail])
      : (row?.state ?? emptyAccount);
  const seq = 0;
  const { outcomes } = await planGroup({
    plans: orders.map((order) => (at) => planOfOrder({ order, at })),
    before,
    due: planDue({ state: before, rules, seq }),
    seq,
    rules,
    definition,
    max: Infinity,
    find: find({ deps, key, isOwn: row?.isOwn === true, tail }),
  });
  return outcomes.map((outcome): LookedAt => {
    if (outcome.kind === 'failed') throw outcome.thrown;
    if (outcome.kind === 'refused') return { kind: 'refused', reason: outcome.reason };
    return { kind: outcome.kind === 'already' ? 'already' : 'posted' };
  });
};

/** Makes the look. */
export const createLookAtManyPoints = (deps: Deps): LookAtManyPoints => {
  return async ({ tenant, orders }) => {
    const accounts = new Map<string, { key: AccountKey; orders: PointsOrder[]; places: number[] }>();
    for (const [place, order] of orders.entries()) {
      const { profileId, program } = order;
      const name = JSON.stringify([profileId, program]);
      const account = accounts.get(name) ?? { key: { tenant, profileId, program }, orders: [], places: [] };
      account.orders.push(order);
      account.places.push(place);
      accounts.set(name, account);
    }
    const looked = new Map<number, LookedAt>();
    await Promise.all(
      [...accounts.values()].map(async ({ places, ...account }) => {
        const outcomes = await lookAtAccount({ deps, ...account });
        for (const [index, place] of places.entries()) {
          const outcome = outcomes[index];
          if (outcome !== undefined) looked.set(place, outcome);
        }
      }),
    );
    return orders.map((_, place) => looked.get(place) ?? { kind: 'refused', reason: 'no-such-program' });
  };
};
