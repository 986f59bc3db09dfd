import { mentionedRows, type PersonRows } from '../../../platform/mongo/schema/person-rule.ts';
import type { KeptDoc } from './kept-schema.ts';

/**
 * Results of dry runs: an erased person is taken out of the people that are told one by one. Where a message to somebody
 * else names them, nobody is told one by one any more. The figures are sums of many people and stay.
 */
export const keptRows: PersonRows = {
  person: 'rows',
  turn: 'linked',
  onErase: async ({ collections, tenant, profileId }) => {
    const { matchedCount } = await collections
      .named<KeptDoc>('dryRuns')
      .updateMany({ tenant, 'told.profileId': profileId }, { $pull: { told: { profileId } } });
    return matchedCount;
  },
  // The id of a profile that was merged leads to the one that stays, and an erasure names all of them.
  onMerge: async () => undefined,
  async *onExport({ collections, tenant, profileId }) {
    const found = collections.named<KeptDoc>('dryRuns').find({ tenant, 'told.profileId': profileId });
    for await (const { id, journey, how, createdAt, told } of found)
      yield { id, journey, how, createdAt, told: told.filter((one) => one.profileId === profileId) };
  },
  ...mentionedRows({
    among: (tenant) => ({ tenant }),
    textOf: ({ told }) => JSON.stringify(told),
    change: { $set: { told: [] } },
  }),
};
