import type { User } from '../../../domain/team/user.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { Kept, UserStore } from '../ports.ts';
import { type UserDoc, userSchema } from './user-schema.ts';

const order = ['createdAt', '_id'] as const;

const toUser = ({ _id, ...user }: UserDoc): User => user;
const toDoc = (user: User): UserDoc => ({
  ...user,
  teams: [...user.teams],
  _id: keyOf(user.tenant, user.id),
});

/** How users are looked up, several at once. */
const createLists = (users: Collection<UserDoc>): Pick<UserStore, 'list' | 'hasOwner'> => ({
  list: async ({ tenant, handle, email, team, role, isDeactivated, after, limit }) => {
    const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
    const docs = await users
      .find({
        tenant,
        ...(handle === undefined ? {} : { handle }),
        ...(email === undefined ? {} : { email }),
        ...(team === undefined ? {} : { teams: team }),
        ...(role === undefined ? {} : { role }),
        ...(isDeactivated === undefined ? {} : { deactivatedAt: { $exists: isDeactivated } }),
        ...behind({ order, values }),
      })
      .sort(newestFirst(order))
      .limit(limit)
      .toArray();
    return docs.map(toUser);
  },
  hasOwner: async ({ tenant, besides }) => {
    const others = besides === undefined ? {} : { id: { $ne: besides } };
    const owner = { tenant, role: 'owner' as const, deactivatedAt: { $exists: false }, ...others };
    return (await users.findOne(owner)) !== null;
  },
});

/** The users of all tenants. One of a tenant has an address, and one a handle. */
export const createUserStore = (deps: { collections: Collections }): UserStore => {
  const users = deps.collections.of<UserDoc>(userSchema);

  /** What of a user somebody else has. */
  const takenOf = async (user: User): Promise<Kept> => {
    const { tenant, email, handle } = user;
    const _id = { $ne: keyOf(tenant, user.id) };
    if ((await users.findOne({ tenant, email, _id })) !== null) return { kind: 'taken', field: 'email' };
    if ((await users.findOne({ tenant, handle, _id })) !== null) return { kind: 'taken', field: 'handle' };
    return { kind: 'conflict' };
  };

  const kept = async (user: User, write: () => Promise<boolean>): Promise<Kept> => {
    try {
      return { kind: (await write()) ? 'kept' : 'conflict' };
    } catch (thrown) {
      if (isDuplicate(thrown)) return takenOf(user);
      throw thrown;
    }
  };

  return guarded<UserStore>({
    get: async ({ tenant, id }) => {
      const doc = await users.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toUser(doc);
    },
    byEmail: async ({ tenant, email }) => {
      const doc = await users.findOne({ tenant, email });
      return doc === null ? undefined : toUser(doc);
    },
    add: (user) =>
      kept(user, async () => {
        await users.insertOne(toDoc(user));
        return true;
      }),
    replace: (user) =>
      kept(user, async () => {
        const { _id, ...doc } = toDoc(user);
        const written = await users.replaceOne({ _id, revision: user.revision - 1 }, doc);
        return written.matchedCount === 1;
      }),
    ...createLists(users),
  });
};
