import { keyOf } from '../../../platform/mongo/keys.ts';
import type { HeldClaim, RecordRow, RecordWrite } from '../ports.ts';
import { type ListedDoc, type RecordDoc, shelfOf } from './record-schema.ts';

const textOf = (at: number): string => new Date(at).toISOString();

const appliedMax = 50;

/** The fields of sort keys that are there. */
const sortsOf = ([sort1, sort2, sort3, sort4]: readonly string[]): Partial<RecordDoc> => ({
  ...(sort1 === undefined ? {} : { sort1 }),
  ...(sort2 === undefined ? {} : { sort2 }),
  ...(sort3 === undefined ? {} : { sort3 }),
  ...(sort4 === undefined ? {} : { sort4 }),
});

/** What the queue finds a record by: together in one part, so that its indexes hold nothing but work. */
const workIn = (
  { tenant, owner, team }: RecordWrite['record'],
  key: string,
): NonNullable<RecordDoc['work']> => ({
  tenant,
  key,
  ...(owner === undefined ? {} : { owner }),
  ...(team === undefined ? {} : { team }),
});

/** The document of a record at its new revision, with what is to be told: of this change, and what was left of earlier ones. */
export const toRecordDoc = (input: {
  write: RecordWrite;
  earlier: RecordRow['notes'];
  claims: readonly HeldClaim[];
  /** Ids of changes that were made once before. */
  applied?: readonly string[] | undefined;
}): RecordDoc => {
  const { write, earlier, claims } = input;
  const once = write.once === undefined ? [] : [write.once];
  const applied = [...(input.applied ?? []), ...once].slice(-appliedMax);
  const { record, index, note } = write;
  const { stageAt, createdAt, updatedAt, deletedAt, ...rest } = record;
  const { attrs, finds, personal, shape, sorts, sortedBy, work } = index;
  const isDeleted = deletedAt !== undefined;
  const dueAt = record.sla?.nextAt;
  return {
    ...rest,
    _id: keyOf(record.tenant, record.id),
    shelf: shelfOf({ kind: record.kind, isDeleted }),
    createdAt: textOf(createdAt),
    updatedAt: textOf(updatedAt),
    ...(stageAt === undefined ? {} : { stageAt: textOf(stageAt) }),
    ...(isDeleted ? { deletedAt: textOf(deletedAt) } : {}),
    ...(dueAt === undefined ? {} : { due: { tenant: record.tenant, at: dueAt } }),
    ...(work === undefined ? {} : { work: workIn(record, work) }),
    attrs,
    finds,
    personal,
    sortedBy,
    shape,
    ...sortsOf(sorts),
    claims,
    ...(applied.length === 0 ? {} : { applied }),
    pending: [...earlier, { ...note, since: Date.now() }],
  };
};

/** The record as the engine knows it, without what only the store needs; undefined for a draft. */
export const toRecordRow = (doc: ListedDoc | null): RecordRow | undefined => {
  if (doc === null || doc.draftAt !== undefined) return undefined;
  const { id, tenant, kind, revision, data, stage, owner, team, person, links, createdBy, updatedBy } = doc;
  const { stageAt, createdAt, updatedAt, deletedAt, claims, shape, applied, sla, pending = [] } = doc;
  return {
    id,
    tenant,
    kind,
    revision,
    data,
    ...(stage === undefined ? {} : { stage }),
    ...(stageAt === undefined ? {} : { stageAt: Date.parse(stageAt) }),
    ...(owner === undefined ? {} : { owner }),
    ...(team === undefined ? {} : { team }),
    ...(person === undefined ? {} : { person }),
    createdAt: Date.parse(createdAt),
    updatedAt: Date.parse(updatedAt),
    createdBy,
    updatedBy,
    ...(deletedAt === undefined ? {} : { deletedAt: Date.parse(deletedAt) }),
    ...(sla === undefined ? {} : { sla }),
    links,
    claims,
    shape,
    ...(applied === undefined ? {} : { applied }),
    notes: pending,
  };
};
