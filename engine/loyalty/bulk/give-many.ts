import { CicloError } from '../../../domain/errors.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { PointsChange } from '../change-points.ts';
import type { GivePoints, PointsOrder } from '../give-points.ts';

/** What came of one of many orders. */
export type GivenOne =
  | { readonly kind: 'given'; readonly change: PointsChange }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Does many orders of a tenant about points, each for itself and once for its key: one that is refused keeps no other back. Those
 * of one account are done in the order in which they stand and written together; accounts go side by side, many in one request
 * to the database. Throws what stops all of them, such as `unavailable`; then all may be repeated.
 */
export type GiveManyPoints = (input: {
  readonly tenant: string;
  readonly orders: readonly PointsOrder[];
}) => Promise<readonly GivenOne[]>;

const refusalOf = (thrown: unknown): GivenOne => {
  if (!(thrown instanceof CicloError)) throw thrown;
  if (thrown.code === 'invalid-input') return { kind: 'refused', reason: 'not-whole' };
  if (thrown.code === 'not-found') return { kind: 'refused', reason: 'no-such-person' };
  throw thrown;
};

/** Makes the bulk way to change points. */
export const createGiveManyPoints = (deps: {
  givePoints: GivePoints;
  live: LiveWorkspaces;
}): GiveManyPoints => {
  const one = async (order: PointsOrder): Promise<GivenOne> => {
    try {
      const change = await deps.givePoints(order);
      const { outcome } = change;
      return outcome.kind === 'refused'
        ? { kind: 'refused', reason: outcome.reason }
        : { kind: 'given', change };
    } catch (thrown) {
      return refusalOf(thrown);
    }
  };
  return async ({ tenant, orders }) => {
    const { programs } = await deps.live.of(tenant);
    return Promise.all(
      orders.map((order) =>
        programs.has(order.program)
          ? one(order)
          : Promise.resolve<GivenOne>({ kind: 'refused', reason: 'no-such-program' }),
      ),
    );
  };
};
