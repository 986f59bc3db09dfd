import { randomUUID } from 'node:crypto';

import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { PublishedWorkspace, WorkspaceStore } from '../ports.ts';
import {
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import type { JourneyVersionDoc, WorkspaceDoc, WorkspacePartDoc } from './workspace-schema.ts';
import { toParts } from './parts.ts';

/** The collections a workspace is kept in. */
export type WorkspaceCollections = {
  readonly heads: Collection<WorkspaceDoc>;
  readonly parts: Collection<WorkspacePartDoc>;
  readonly versions: Collection<JourneyVersionDoc>;
};

/** The id of a version of a journey. */
export const versionId = (input: { tenant: string; key: string; version: number }): string =>
  `${input.tenant}:${input.key}:${input.version}`;

/** Adds versions that are not there yet; one that is there and says something else is a conflict. */
const addVersions = async (input: {
  versions: WorkspaceCollections['versions'];
  workspace: PublishedWorkspace;
}): Promise<'added' | 'conflict'> => {
  const { versions, workspace } = input;
  const { tenant } = workspace;
  const docs = workspace.journeys.map(({ mode: _mode, frozen: _frozen, ...version }): JourneyVersionDoc => ({
    ...version,
    tenant,
    _id: versionId({ tenant, ...version }),
  }));
  if (docs.length === 0) return 'added';
  try {
    await versions.insertMany(docs, { ordered: false });
    return 'added';
  } catch (thrown) {
    const other = failuresOf(thrown).find((one) => !isDuplicateFailure(one));
    if (other !== undefined) throw failureError(other);
  }
  const standing = await versions.find({ _id: { $in: docs.map((doc) => doc._id) } }).toArray();
  const hashes = new Map(standing.map((doc) => [doc._id, doc.hash]));
  return docs.every((doc) => hashes.get(doc._id) === doc.hash) ? 'added' : 'conflict';
};

const flip = async (input: {
  heads: WorkspaceCollections['heads'];
  head: Omit<WorkspaceDoc, '_id' | 'previous'>;
  tenant: string;
  base: number;
}): Promise<boolean> => {
  const { heads, head, tenant, base } = input;
  if (base > 0) {
    const flipped = await heads.updateOne({ _id: tenant, revision: base }, [
      { $set: { previous: '$publication' } },
      { $set: Object.fromEntries(Object.entries(head).map(([name, value]) => [name, { $literal: value }])) },
    ]);
    return flipped.matchedCount === 1;
  }
  try {
    await heads.insertOne({ ...head, _id: tenant });
    return true;
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
    return false;
  }
};

/**
 * Makes the publication: everything new is written beside what is published, under an id of its own, then the
 * head is flipped to it if it still is what the publisher started from. A crash before the flip leaves parts
 * that nobody reads, which the next publication removes.
 */
export const createPublish = (deps: WorkspaceCollections): WorkspaceStore['publish'] => {
  const { heads, parts, versions } = deps;
  return async ({ workspace, base, id = randomUUID() }) => {
    const { tenant, journeys } = workspace;
    if ((await addVersions({ versions, workspace })) === 'conflict') return 'conflict';
    const publication = id;
    const docs = toParts({ workspace, publication });
    await parts.insertMany(docs, { ordered: false });
    const head = {
      revision: base + 1,
      publication,
      parts: docs.length,
      journeys: journeys.map(({ key, version }) => ({ key, version })),
      modes: Object.fromEntries(journeys.map(({ key, mode }) => [key, mode])),
      freezes: Object.fromEntries(
        journeys.flatMap(({ key, frozen }) => (frozen === undefined ? [] : [[key, frozen]])),
      ),
    };
    if (!(await flip({ heads, head, tenant, base }))) {
      await parts.deleteMany({ publication });
      return 'conflict';
    }
    const inForce = await heads.findOne({ _id: tenant });
    const kept = [publication, inForce?.publication ?? '', inForce?.previous ?? ''];
    await parts.deleteMany({ tenant, publication: { $nin: kept } });
    return 'published';
  };
};
