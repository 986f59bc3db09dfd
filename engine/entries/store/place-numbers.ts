import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { CapWindow } from '../../../domain/journey/entry-caps.ts';
import { changeOrAdd } from '../../../platform/mongo/change-or-add.ts';
import type { Claims } from '../../claims/store/claims.ts';
import { findFreeNumbers } from '../../claims/store/free-numbers.ts';
import type { Attempt } from '../../claims/store/holders.ts';
import type { ClaimDoc } from '../../claims/store/claim-schema.ts';
import type { PlaceCounterDoc } from './entry-schema.ts';

/**
 * Makes the handing out of numbers of places: one document a window counts them. A number counts only once a run carries
 * it. Undefined when all up to the maximum are taken.
 */
export const createPlaceNumbers = (deps: {
  collection: Collection<ClaimDoc>;
  claims: Claims;
  counters: Collection<PlaceCounterDoc>;
}) => {
  const { counters } = deps;
  return async (input: {
    window: string;
    of: CapWindow;
    attempt: Attempt;
    expiresAt: Date | undefined;
  }): Promise<number | undefined> => {
    const { window: series, of, attempt, expiresAt } = input;
    const { max } = of;
    const _id = series;
    const { next, full = 0 } = await changeOrAdd<PlaceCounterDoc>({
      change: () => counters.findOneAndUpdate({ _id }, { $inc: { next: 1 } }, { returnDocument: 'after' }),
      add: () => counters.insertOne({ _id, next: 0, ...(expiresAt === undefined ? {} : { expiresAt }) }),
    });
    if (next <= max) return next;
    if (full >= max) return undefined;
    const { free, isFull } = await findFreeNumbers({ ...deps, series, max, attempt });
    if (isFull) await counters.updateOne({ _id }, { $max: { full: max } });
    return free[Math.floor(Math.random() * free.length)];
  };
};
