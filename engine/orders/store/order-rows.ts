import { keyOf } from '../../../platform/mongo/keys.ts';
import { ownRows, type PersonRows } from '../../../platform/mongo/schema/person-rule.ts';

/** Orders. Those that a request of erasure names by their ids go as well, no matter who has them. */
export const orderRows: PersonRows = ownRows(['profileId'], {
  onTraces: async ({ rows, tenant, traces }) => {
    const ids = traces.named.orders.map((order) => keyOf(tenant, order));
    return ids.length === 0 ? 0 : (await rows.deleteMany({ _id: { $in: ids } })).deletedCount;
  },
});
