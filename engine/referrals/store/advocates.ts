import { CicloError } from '../../../domain/errors.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { AdvocateStore } from '../ports.ts';
import { type AdvocateDoc, advocateSchema } from './advocate-schema.ts';

const triesMax = 50;
const sharePrefix = 'share:';

type Rows = Collection<AdvocateDoc>;

/** What advocates ask for, day by day: each write finds what the one before it left. */
const createInvitations = (rows: Rows): Pick<AdvocateStore, 'noteInvitation' | 'shares'> => {
  const insert = async (doc: AdvocateDoc): Promise<boolean> => {
    try {
      await rows.insertOne(doc);
      return true;
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
      return false;
    }
  };
  return {
    noteInvitation: async ({ tenant, profileId, day, what, most }) => {
      const _id = keyOf(tenant, profileId);
      const shared = what.startsWith(sharePrefix) ? 1 : 0;
      for (let tries = 0; tries < triesMax; tries += 1) {
        const doc = await rows.findOne({ _id });
        const today = doc?.invitedOn === day ? (doc.invited ?? []) : [];
        if (today.includes(what)) return 'already';
        if (today.length >= most) return 'too-many';
        const rev = doc?.invitedRev ?? 0;
        const set = {
          invitedOn: day,
          invited: [...today, what],
          invitedRev: rev + 1,
          shares: (doc?.shares ?? 0) + shared,
        };
        if (doc === null) {
          if (await insert({ _id, tenant, profileId, ...set })) return 'noted';
          continue;
        }
        const stands = rev === 0 ? { $exists: false } : rev;
        const { matchedCount } = await rows.updateOne({ _id, invitedRev: stands }, { $set: set });
        if (matchedCount === 1) return 'noted';
      }
      throw new CicloError({ code: 'unavailable', message: 'Too many invite for this advocate at once.' });
    },
    shares: async ({ tenant, profileId }) => {
      const docs = await rows.find({ tenant, profileId }).toArray();
      return docs.reduce((sum, { shares = 0 }) => sum + shares, 0);
    },
  };
};

/** Suspensions, and what advocates ask for. After a merge one person may have several rows; they are suspended while one of them says so. */
export const createAdvocateStore = (deps: { collections: Collections }): AdvocateStore => {
  const rows = deps.collections.of<AdvocateDoc>(advocateSchema);
  return guarded<AdvocateStore>({
    ...createInvitations(rows),
    suspension: async ({ tenant, profileId }) => {
      const doc = await rows.findOne({ tenant, profileId, suspension: { $exists: true } });
      return doc?.suspension;
    },
    liftedAt: async ({ tenant, profileId }) => {
      const docs = await rows.find({ tenant, profileId, liftedAt: { $exists: true } }).toArray();
      const times = docs.flatMap(({ liftedAt }) => liftedAt ?? []);
      return times.length === 0 ? undefined : Math.max(...times);
    },
    suspend: async ({ tenant, profileId, suspension }) => {
      const _id = keyOf(tenant, profileId);
      const free = { _id, suspension: { $exists: false } };
      const set = { $set: { suspension } };
      if ((await rows.updateOne(free, set)).matchedCount === 1) return true;
      try {
        await rows.insertOne({ _id, tenant, profileId, suspension });
        return true;
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return (await rows.updateOne(free, set)).matchedCount === 1;
      }
    },
    lift: async ({ tenant, profileId, at }) => {
      const { matchedCount } = await rows.updateMany(
        { tenant, profileId, suspension: { $exists: true } },
        { $set: { liftedAt: at }, $unset: { suspension: 1 } },
      );
      return matchedCount > 0;
    },
  });
};
