import type { Connection, mongo } from 'mongoose';

import type { ExposureRow, ExposureStore } from '../../activities/ports/experiments.ts';
import { type Exposure, exposureId, heardBy, joinExposures } from '../../domain/experiments/exposure.ts';
import { createInsertBatcher } from '../batching/insert-batcher.ts';
import { createIdLoader, createLoadBatcher } from '../batching/load-batcher.ts';
import type { Turns } from '../batching/turns.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type ExposureDoc, exposureSchema } from '../schemas/exposure.ts';

type Exposures = mongo.Collection<ExposureDoc>;

const listenKey = (input: { tenant: string; profileId: string; event: string }): string =>
  `${input.tenant}:${input.profileId}:${input.event}`;

const toDoc = (input: { exposure: Exposure; rev: number }): ExposureDoc => {
  const { exposure, rev } = input;
  const { tenant, profileId } = exposure;
  const listens = heardBy(exposure).map((event) => listenKey({ tenant, profileId, event }));
  return {
    ...exposure,
    _id: keyOf(tenant, exposure.id),
    rev,
    ...(listens.length === 0 ? {} : { listens }),
  };
};

const toRow = (doc: ExposureDoc): ExposureRow => {
  const { _id, listens: _listens, ...row } = doc;
  return row;
};

/** Moves one exposure to another person: made or joined there first, then taken away here; again after a crash. */
const moveOne = async (input: { exposures: Exposures; doc: ExposureDoc; to: string }): Promise<void> => {
  const { exposures, doc, to } = input;
  const { rev: _rev, ...exposure } = toRow(doc);
  const moved = {
    ...exposure,
    profileId: to,
    id: exposureId({ experiment: exposure.experiment, profileId: to }),
  };
  for (;;) {
    const there = await exposures.findOne({ _id: keyOf(moved.tenant, moved.id) });
    const { rev, ...standing } = there === null ? { rev: -1 } : toRow(there);
    const joined = 'arm' in standing ? joinExposures(standing, moved) : moved;
    const written =
      there === null
        ? await exposures.updateOne(
            { _id: keyOf(moved.tenant, moved.id) },
            { $setOnInsert: toDoc({ exposure: joined, rev: 0 }) },
            { upsert: true },
          )
        : await exposures.replaceOne(
            { _id: there._id, rev },
            toDoc({ exposure: { ...joined, id: moved.id, profileId: to }, rev: rev + 1 }),
          );
    if (written.upsertedCount === 1 || written.matchedCount === 1) break;
  }
  await exposures.deleteOne({ _id: doc._id });
};

const page = 200;

/** Who took part in which experiment. */
export const createExposureStore = (deps: { connection: Connection; turns: Turns }): ExposureStore => {
  const exposures = driverOf<ExposureDoc>({ connection: deps.connection, schema: exposureSchema });
  const { turns } = deps;
  const insert = createInsertBatcher<ExposureDoc>({
    turns,
    insertMany: (docs) => exposures.insertMany(docs, { ordered: false }),
  });
  const load = createIdLoader<ExposureDoc>({
    turns,
    find: (ids) => exposures.find({ _id: { $in: ids } }).toArray(),
  });
  const loadListening = createLoadBatcher<ExposureDoc>({
    turns,
    find: (keys) => exposures.find({ listens: { $in: keys } }).toArray(),
    keysOf: (doc) => doc.listens ?? [],
  });
  const get: ExposureStore['get'] = async ({ tenant, id }) => {
    const doc = await load(keyOf(tenant, id));
    return doc === undefined ? undefined : toRow(doc);
  };
  return guarded<ExposureStore>({
    claim: async (exposure) => {
      if ((await insert(toDoc({ exposure, rev: 0 }))).kind === 'inserted') {
        return { isNew: true, exposure: { ...exposure, rev: 0 } };
      }
      // Erased in between: what was to be recorded is nobody's any more.
      const standing = await get({ tenant: exposure.tenant, id: exposure.id });
      return { isNew: false, exposure: standing ?? { ...exposure, rev: 0 } };
    },
    get,
    hearing: async (input) => (await loadListening([listenKey(input)])).map(toRow),
    replace: async ({ exposure, rev }) => {
      const doc = toDoc({ exposure, rev: rev + 1 });
      const { matchedCount } = await exposures.replaceOne({ _id: doc._id, rev }, doc);
      return matchedCount === 1 ? 'replaced' : 'conflict';
    },
    reassign: async ({ tenant, from, to }) => {
      for (;;) {
        const docs = await exposures.find({ tenant, profileId: from }).limit(page).toArray();
        for (const doc of docs) await moveOne({ exposures, doc, to });
        if (docs.length < page) return;
      }
    },
  });
};
