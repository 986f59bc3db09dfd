import type { mongo } from 'mongoose';

import { keyOf } from '../../../platform/mongo/keys.ts';
import {
  type AnyRow,
  mentionedRows,
  ownRows,
  type PersonRows,
} from '../../../platform/mongo/schema/person-rule.ts';

/** Events that were given up or set aside before anybody looked whom they are about. */
const stuckOf = (tenant: string): mongo.Filter<AnyRow> => ({
  stuck: { $in: [keyOf(tenant, 'dead'), keyOf(tenant, 'quarantined')] },
});

/** Events. Those of the engine itself that have a profile erased stay: they are removed when that is done. */
export const eventRows: PersonRows = ownRows(['profileId'], {
  hidden: ['of', 'listed', 'interest', 'stuck', 'lease'],
  ...mentionedRows({ among: stuckOf }),
  onErase: async ({ rows, tenant, profileId }) => {
    const requests = [{ trust: 'engine', name: 'Privacy Erase Requested' }];
    return (await rows.deleteMany({ profileId, tenant, $nor: requests })).deletedCount;
  },
});
