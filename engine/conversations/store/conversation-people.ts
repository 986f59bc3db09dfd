import type { mongo } from 'mongoose';

import { type AnyRow, ownRows, type PersonRows } from '../../../platform/mongo/schema/person-rule.ts';

/**
 * Documents with the address of the sender (`address`, as an identity): they go with the profile, and those that no profile
 * leads to with the address.
 */
export const writtenRows = (input: {
  fields: readonly [string, ...string[]];
  hidden: readonly string[];
  /** Which of those with an address of the person; all of them by default. */
  only?: mongo.Filter<AnyRow>;
}): PersonRows =>
  ownRows(input.fields, {
    hidden: input.hidden,
    onTraces: async ({ rows, tenant, traces }) => {
      const ids = traces.named.ids.filter((id) => !id.startsWith('user:') && !id.startsWith('anon:'));
      if (ids.length === 0) return 0;
      const found = await rows.deleteMany({ tenant, address: { $in: [...ids] }, ...input.only });
      return found.deletedCount;
    },
  });
