import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import {
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { Link, LinkStore } from '../ports.ts';
import { type LinkDoc, linkSchema } from './link-schema.ts';

type Named = { readonly tenant: string; readonly sync: string };

const idOf = ({ tenant, sync, theirs }: Named & { theirs: string }): string =>
  keyOf(tenant, `${sync}:${theirs}`);

const linkOf = (doc: LinkDoc): Link => {
  const { _id, states, ours: _ours, erase: _erase, ...link } = doc;
  return { ...link, states: new Map(states.map(({ field, ...state }) => [field, state])) };
};

const docOf = (link: Link): LinkDoc => {
  const { states, ...rest } = link;
  const ours = link.record ?? link.profileId;
  return {
    ...rest,
    _id: idOf(link),
    ...(ours === undefined ? {} : { ours }),
    states: [...states].map(([field, state]) => ({ ...state, field })),
  };
};

/** Which of theirs are which of ours. */
export const createLinkStore = (deps: { collections: Collections }): LinkStore => {
  const links = deps.collections.of<LinkDoc>(linkSchema);
  return guarded<LinkStore>({
    byTheirs: async ({ ids, ...named }) => {
      const _ids = ids.map((theirs) => idOf({ ...named, theirs }));
      return (await links.find({ _id: { $in: _ids } }).toArray()).map(linkOf);
    },
    byOurs: async ({ tenant, sync, ids }) => {
      const docs = await links.find({ tenant, ours: { $in: [...ids] }, sync }).toArray();
      return docs.map(linkOf);
    },
    save: async (saved) => {
      if (saved.length === 0) return;
      const ops = saved.map(docOf).map(({ _id, ...doc }) => ({
        updateOne: { filter: { _id, erase: { $exists: false } }, update: { $set: doc }, upsert: true },
      }));
      try {
        await links.bulkWrite(ops, { ordered: false });
      } catch (thrown) {
        // The link of somebody who was erased meanwhile is there, and stays as it is.
        const failure = failuresOf(thrown).find((one) => !isDuplicateFailure(one));
        if (failure !== undefined) throw failureError(failure);
      }
    },
    toErase: async ({ tenant, sync, limit }) => {
      const docs = await links
        .find({ erase: `${tenant}:${sync}` })
        .limit(limit)
        .toArray();
      return docs.map(linkOf);
    },
    erased: async (named) => {
      await links.updateOne({ _id: idOf(named) }, { $unset: { erase: 1 } });
    },
    drop: async (named) => {
      await links.deleteOne({ _id: idOf(named) });
    },
    count: ({ tenant, sync }) => links.countDocuments({ tenant, sync }, { limit: 1_000_000 }),
  });
};
