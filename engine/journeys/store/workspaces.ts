import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { JourneyVersion, PublishedWorkspace, WorkspaceStore } from '../ports.ts';
import { CicloError } from '../../../domain/errors.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import {
  type JourneyVersionDoc,
  journeyVersionSchema,
  type WorkspaceDoc,
  type WorkspacePartDoc,
  workspacePartSchema,
  workspaceSchema,
} from './workspace-schema.ts';
import { fromParts } from './parts.ts';
import { createPublish, versionId, type WorkspaceCollections } from './publish.ts';

const toVersion = (doc: JourneyVersionDoc): JourneyVersion => {
  const { _id, tenant: _tenant, ...version } = doc;
  return version;
};

/** The journeys of a head, in its order; undefined when one is missing. */
const journeysOf = async (input: {
  versions: WorkspaceCollections['versions'];
  head: WorkspaceDoc;
}): Promise<PublishedWorkspace['journeys'] | undefined> => {
  const { versions, head } = input;
  const ids = head.journeys.map(({ key, version }) => versionId({ tenant: head._id, key, version }));
  const docs = ids.length === 0 ? [] : await versions.find({ _id: { $in: ids } }).toArray();
  const byId = new Map(docs.map((doc) => [doc._id, doc]));
  const found = ids.flatMap((id) => byId.get(id) ?? []);
  if (found.length < ids.length) return undefined;
  return found.map((doc) => {
    const frozen = head.freezes?.[doc.key];
    return {
      ...toVersion(doc),
      mode: head.modes[doc.key] ?? 'live',
      ...(frozen === undefined ? {} : { frozen }),
    };
  });
};

const loadTries = 5;

/** Reads what the head points to; again when it was flipped twice meanwhile and the parts are gone. */
const createLoad = (deps: WorkspaceCollections): WorkspaceStore['load'] => {
  const { heads, parts, versions } = deps;
  return async (tenant) => {
    for (let tries = 0; tries < loadTries; tries += 1) {
      const head = await heads.findOne({ _id: tenant });
      if (head === null) return undefined;
      const { publication, revision } = head;
      const channels = head.channels === undefined ? {} : { channels: head.channels };
      const feedPauses = head.feedPauses === undefined ? {} : { feedPauses: head.feedPauses };
      const [docs, journeys] = await Promise.all([
        parts.find({ publication }).sort({ n: 1 }).toArray(),
        journeysOf({ versions, head }),
      ]);
      const body = docs.length === head.parts ? fromParts(docs) : undefined;
      if (body !== undefined && journeys !== undefined)
        return { tenant, revision, publication, journeys, ...channels, ...feedPauses, ...body };
    }
    throw new CicloError({ code: 'internal', message: `The workspace of ${tenant} is not complete.` });
  };
};

/** What stands with the publication and is changed without one: journeys, channels and feeds that are stopped. */
const createStandings = (
  heads: WorkspaceCollections['heads'],
): Pick<WorkspaceStore, 'setMode' | 'setChannel' | 'setFeedPause'> => ({
  setMode: async ({ tenant, journey, mode, frozen }) => {
    const set = {
      ...(mode === undefined ? {} : { [`modes.${journey}`]: mode }),
      ...(frozen === undefined || frozen === null ? {} : { [`freezes.${journey}`]: frozen }),
    };
    await heads.updateOne(
      { _id: tenant },
      {
        ...(Object.keys(set).length === 0 ? {} : { $set: set }),
        ...(frozen === null ? { $unset: { [`freezes.${journey}`]: 1 } } : {}),
        $inc: { revision: 1 },
      },
    );
  },
  setChannel: async ({ tenant, channel, switched }) => {
    await heads.updateOne(
      { _id: tenant },
      { $set: { [`channels.${channel}`]: switched }, $inc: { revision: 1 } },
    );
  },
  setFeedPause: async ({ tenant, feed, pause }) => {
    const path = `feedPauses.${feed}`;
    await heads.updateOne(
      { _id: tenant },
      {
        ...(pause === null ? { $unset: { [path]: 1 } } : { $set: { [path]: pause } }),
        $inc: { revision: 1 },
      },
    );
  },
});

/** What is published: one small head a tenant that is flipped, and documents that never change. */
export const createWorkspaceStore = (deps: { collections: Collections }): WorkspaceStore => {
  const { collections } = deps;
  const heads = collections.of<WorkspaceDoc>(workspaceSchema);
  const parts = collections.of<WorkspacePartDoc>(workspacePartSchema);
  const versions = collections.of<JourneyVersionDoc>(journeyVersionSchema);
  return guarded<WorkspaceStore>({
    load: createLoad({ heads, parts, versions }),
    publish: createPublish({ heads, parts, versions }),
    revision: async (tenant) =>
      (await heads.findOne({ _id: tenant }, { projection: { revision: 1 } }))?.revision ?? 0,
    journeyVersion: async ({ tenant, journey, version }) => {
      const doc = await versions.findOne({ _id: versionId({ tenant, key: journey, version }) });
      return doc === null ? undefined : toVersion(doc);
    },
    keepVersion: async ({ tenant, version }) => {
      const _id = versionId({ tenant, ...version });
      try {
        await versions.insertOne({ ...version, tenant, _id });
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
    },
    lastVersions: async (tenant) => {
      const docs = await versions
        .find({ tenant }, { projection: { _id: 0, key: 1, version: 1 } })
        .sort({ key: 1, version: 1 })
        .toArray();
      return new Map(docs.map((doc) => [doc.key, doc.version]));
    },
    ...createStandings(heads),
    revisions: async () => {
      const docs = await heads.find({}, { projection: { revision: 1 } }).toArray();
      return new Map(docs.map((doc) => [doc._id, doc.revision]));
    },
  });
};
