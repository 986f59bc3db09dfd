import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { Connection, ConnectionStore, KeptTokens } from '../ports.ts';
import { type ConnectionDoc, connectionSchema } from './connection-schema.ts';

type Named = { readonly tenant: string; readonly instance: string };

const idOf = ({ tenant, instance }: Named): string => keyOf(tenant, instance);

const connectionOf = (doc: ConnectionDoc): Connection => {
  const { _id, pending: _pending, leasedUntil: _until, token: _token, ...connection } = doc;
  return connection;
};

const listMax = 1_000;

/** What changes when tokens came: what the provider did not say of them is said no more. */
const changeOf = ({ binding, sealed, scopes, expiresAt, renewedAt }: KeptTokens) => ({
  $set: {
    state: 'connected' as const,
    binding,
    sealed,
    renewedAt,
    leasedUntil: 0,
    ...(scopes === undefined ? {} : { scopes }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  },
  $unset: {
    why: 1 as const,
    token: 1 as const,
    ...(scopes === undefined ? { scopes: 1 as const } : {}),
    ...(expiresAt === undefined ? { expiresAt: 1 as const } : {}),
  },
  $inc: { revision: 1 },
});

/** Makes the document of an instance, unless it is there. */
const createAdd =
  (connections: Collection<ConnectionDoc>) =>
  async (named: Named): Promise<void> => {
    const { tenant, instance } = named;
    const fresh = { tenant, instance, state: 'new', revision: 0, leasedUntil: 0 } as const;
    try {
      await connections.insertOne({ _id: idOf(named), ...fresh });
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
    }
  };

/** Renewing tokens: of many processes one at a time, by a lease. */
const renewals = (
  connections: Collection<ConnectionDoc>,
): Pick<ConnectionStore, 'lease' | 'renewed' | 'notRenewed'> => {
  const add = createAdd(connections);
  return {
    lease: async ({ token, systemTime, until, ...named }) => {
      await add(named);
      const taken = await connections.findOneAndUpdate(
        { _id: idOf(named), leasedUntil: { $lte: systemTime } },
        { $set: { leasedUntil: until, token } },
        { returnDocument: 'after' },
      );
      return taken === null ? undefined : connectionOf(taken);
    },
    renewed: async ({ tenant, instance, token, ...tokens }) => {
      const filter = { _id: idOf({ tenant, instance }), token };
      return (await connections.updateOne(filter, changeOf(tokens))).matchedCount === 1;
    },
    notRenewed: async ({ tenant, instance, token, ended, why, notBefore }) => {
      const filter = { _id: idOf({ tenant, instance }), token };
      const set = { leasedUntil: notBefore, ...(why === '' ? {} : { why }) };
      const change = ended
        ? {
            $set: { ...set, state: 'ended' as const },
            $unset: { token: 1 as const, sealed: 1 as const, expiresAt: 1 as const },
          }
        : { $set: set, $unset: { token: 1 as const } };
      return (await connections.updateOne(filter, change)).matchedCount === 1;
    },
  };
};

/** What providers agreed to, shared by all processes. */
export const createConnectionStore = (deps: { collections: Collections }): ConnectionStore => {
  const connections = deps.collections.of<ConnectionDoc>(connectionSchema);
  const add = createAdd(connections);
  return guarded<ConnectionStore>({
    ...renewals(connections),
    get: async (named) => {
      const doc = await connections.findOne({ _id: idOf(named) });
      return doc === null ? undefined : connectionOf(doc);
    },
    of: async (tenant) => (await connections.find({ tenant }).limit(listMax).toArray()).map(connectionOf),
    begin: async ({ nonce, until, ...named }) => {
      await add(named);
      await connections.updateOne({ _id: idOf(named) }, { $set: { pending: { nonce, until } } });
    },
    use: async ({ nonce, systemTime, ...named }) => {
      const { matchedCount } = await connections.updateOne(
        { _id: idOf(named), 'pending.nonce': nonce, 'pending.until': { $gt: systemTime } },
        { $unset: { pending: 1 } },
      );
      return matchedCount === 1;
    },
    connect: async ({ tenant, instance, by, ...tokens }) => {
      const { $set, $unset, $inc } = changeOf(tokens);
      await add({ tenant, instance });
      await connections.updateOne(
        { _id: idOf({ tenant, instance }) },
        { $set: { ...$set, by, connectedAt: tokens.renewedAt }, $unset, $inc },
      );
    },
    reseal: async ({ revision, sealed, ...named }) => {
      const filter = { _id: idOf(named), revision, state: 'connected' as const };
      return (await connections.updateOne(filter, { $set: { sealed } })).matchedCount === 1;
    },
    drop: async (named) => {
      await connections.deleteOne({ _id: idOf(named) });
    },
  });
};
