import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { changeOrAdd } from '../../../platform/mongo/change-or-add.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { SyncState, SyncStore } from '../ports.ts';
import { type SyncDoc, syncSchema } from './sync-schema.ts';

const idOf = (named: { tenant: string; sync: string }): string => keyOf(named.tenant, named.sync);

const stateOf = (doc: SyncDoc): SyncState => {
  const { _id, cursor, leasedUntil: _until, token: _token, ...state } = doc;
  return { ...state, ...(cursor === undefined ? {} : { cursor: cursor.is }) };
};

const docOf = (state: SyncState): SyncDoc => {
  const { cursor, ...rest } = state;
  const kept = cursor === undefined ? {} : { cursor: { is: cursor } };
  return { ...rest, ...kept, _id: idOf(state), leasedUntil: 0 };
};

/** A sync at its beginning: it goes through everything. */
export const beginning = (input: { tenant: string; sync: string; shape: string; now: number }): SyncState => {
  const { tenant, sync, shape, now } = input;
  return {
    tenant,
    sync,
    shape,
    stage: 'retry',
    isFirst: true,
    outAfter: { at: now, id: '' },
    roundAt: now,
    due: now,
    isPaused: false,
    failures: 0,
    counts: { rows: 0, in: 0, out: 0, created: 0, removed: 0 },
  };
};

/** Where syncs stand. */
export const createSyncStore = (deps: { collections: Collections }): SyncStore => {
  const syncs = deps.collections.of<SyncDoc>(syncSchema);
  const begin = async (state: SyncState): Promise<void> => {
    try {
      await syncs.insertOne(docOf(state));
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
    }
  };
  return guarded<SyncStore>({
    take: async ({ now, systemTime, lease, token, shape, ...named }) => {
      const _id = idOf(named);
      const known = await syncs.findOne({ _id });
      if (known === null) await begin(beginning({ ...named, shape, now }));
      else if (known.isPaused || known.leasedUntil > systemTime) return undefined;
      else if (known.due > now && known.shape === shape) return undefined;
      const taken = await syncs.findOneAndUpdate(
        { _id, isPaused: false, leasedUntil: { $lte: systemTime } },
        { $set: { leasedUntil: lease, token } },
        { returnDocument: 'after' },
      );
      if (taken === null) return undefined;
      const state = stateOf(taken);
      if (state.shape === shape) return state;
      return { ...beginning({ ...named, shape, now }), counts: state.counts };
    },
    renew: async ({ token, until, ...named }) => {
      const held = { _id: idOf(named), token };
      const { matchedCount } = await syncs.updateOne(held, { $set: { leasedUntil: until } });
      return matchedCount === 1 ? 'renewed' : 'lost';
    },
    put: async ({ state, token }) => {
      const { _id, ...doc } = docOf(state);
      const { matchedCount } = await syncs.replaceOne({ _id, token, isPaused: false }, doc);
      if (matchedCount === 1) return true;
      // Somebody paused it meanwhile: what was done stays done, and it stays paused.
      const paused = { ...doc, isPaused: true };
      return (await syncs.replaceOne({ _id, token }, paused)).matchedCount === 1;
    },
    get: async (named) => {
      const doc = await syncs.findOne({ _id: idOf(named) });
      return doc === null ? undefined : stateOf(doc);
    },
    steer: async ({ tenant, sync, now, change }) => {
      const named = { tenant, sync };
      const changed = await changeOrAdd({
        change: () =>
          syncs.findOneAndUpdate({ _id: idOf(named) }, { $set: change }, { returnDocument: 'after' }),
        add: () => syncs.insertOne(docOf(beginning({ ...named, shape: '', now }))),
      });
      return stateOf(changed);
    },
  });
};
