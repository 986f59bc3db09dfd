import { idIn, keyOf } from '../../../../platform/mongo/keys.ts';
import { ownRows, type PersonRows } from '../../../../platform/mongo/schema/person-rule.ts';

/** A claim whose profile was not made by then is left over from a crash. */
const leftMs = 60_000;

/**
 * Identities are of the profile they name. They are erased before it, since one that names nobody waits for one that comes;
 * what a crash left of the person before their profile was made goes, too.
 */
export const identityRows: PersonRows = {
  ...ownRows(['profileId'], {
    // Whose they were is kept with the profile that was merged.
    onSplit: undefined,
    onTraces: async ({ rows, collections, tenant, traces }) => {
      const ids = traces.named.ids.map((id) => keyOf(tenant, id));
      if (ids.length === 0) return 0;
      const found = await rows
        .find({ _id: { $in: ids }, at: { $lt: new Date(Date.now() - leftMs) } })
        .toArray();
      if (found.length === 0) return 0;
      const owners = found.map((row) => keyOf(tenant, String(row['profileId'])));
      const profiles = collections.named<{ _id: string }>('profiles');
      const there = await profiles.find({ _id: { $in: owners } }, { projection: { _id: 1 } }).toArray();
      const known = new Set(there.map((doc) => doc._id));
      const left = found.filter((row) => !known.has(keyOf(tenant, String(row['profileId']))));
      return (await rows.deleteMany({ _id: { $in: left.map((row) => row._id) } })).deletedCount;
    },
  }),
  async *onExport({ rows, tenant, profileId }) {
    for await (const { _id } of rows.find({ tenant, profileId }, { projection: { _id: 1 } })) {
      yield { tenant, profileId, identity: idIn(_id, tenant) };
    }
  },
};
