import { CicloError } from '../../../domain/errors.ts';
import type { FieldChange } from '../../../domain/records/record.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ClaimDoc } from '../../claims/store/claim-schema.ts';
import { findLetters } from '../index-record.ts';
import type { RecordAct } from '../ports.ts';
import { type HistoryDoc, toHistoryDoc } from './history-doc.ts';
import type { RecordDoc } from './record-schema.ts';
import { type Scrub, scrubChanges, scrubData } from './scrub.ts';

/** What is done to a record: fields that go, and what becomes of texts in the others. */
export type Treatment = Scrub & { readonly act: RecordAct };

/** The records of all kinds. */
export const recordsOf = (collections: Collections): Collection<RecordDoc> =>
  collections.named<RecordDoc>('records');

/** The fields of the data that are different. */
const differences = (before: RecordDoc['data'], after: RecordDoc['data']): readonly string[] =>
  Object.keys(before).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));

const isOfField = (attribute: string, fields: ReadonlySet<string>): boolean =>
  fields.has(attribute.split('.')[0] ?? '');

/** The index without what is gone: attributes and sort keys of the fields, and personal finds. */
const indexWithout = (
  doc: RecordDoc,
  treatment: Treatment,
  fields: ReadonlySet<string>,
): Partial<RecordDoc> => {
  const { personalWord, address, profile } = findLetters;
  const { change, act } = treatment;
  const attrs = doc.attrs.flatMap(({ k, v }) => {
    if (treatment.gone.some((gone) => k === gone || k.startsWith(`${gone}.`))) return [];
    const now = typeof v === 'string' && isOfField(k, fields) ? change(v) : v;
    return now === undefined ? [] : [{ k, v: now }];
  });
  const finds = doc.finds.flatMap((find) => {
    if (find.startsWith(profile)) {
      const now = change(find.slice(1));
      return now === undefined ? [] : [profile + now];
    }
    const isPersonal = act === 'erased' && (find.startsWith(personalWord) || find.startsWith(address));
    return isPersonal ? [] : [find];
  });
  const cleared = doc.sortedBy.map((field) => act === 'erased' && fields.has(field));
  const [one, two, three, four] = cleared;
  return {
    attrs,
    finds: [...new Set(finds)],
    ...(one === true ? { sort1: '' } : {}),
    ...(two === true ? { sort2: '' } : {}),
    ...(three === true ? { sort3: '' } : {}),
    ...(four === true ? { sort4: '' } : {}),
  };
};

/** What is to be told of earlier changes, with the same done to it; events that are not brought in yet are dropped by an erasure. */
const pendingAfter = (doc: RecordDoc, treatment: Treatment): NonNullable<RecordDoc['pending']> =>
  (doc.pending ?? []).map(({ person, formerly, ...note }) => {
    const about = person === undefined ? undefined : treatment.change(person);
    const before = formerly === undefined ? undefined : treatment.change(formerly);
    const events = treatment.act === 'erased' ? [] : note.events;
    return {
      ...note,
      ...(about === undefined ? {} : { person: about }),
      ...(before === undefined ? {} : { formerly: before }),
      changes: scrubChanges(note.changes, treatment),
      events: events.map((event) => ({ ...event, properties: scrubData(event.properties, treatment) })),
    };
  });

/** A record after its treatment, at its next revision; undefined when there is nothing to do. */
const treated = (doc: RecordDoc, treatment: Treatment): Omit<RecordDoc, '_id'> | undefined => {
  const { act, change } = treatment;
  const data = scrubData(doc.data, treatment);
  const fields = new Set(differences(doc.data, data));
  const person = doc.person === undefined ? undefined : change(doc.person);
  const index = indexWithout(doc, treatment, fields);
  if (fields.size === 0 && person === doc.person && index.finds?.length === doc.finds.length)
    return undefined;
  const revision = doc.revision + 1;
  // Values are no part of the line: those of an erasure are gone, and who somebody became is no news of the record.
  const changes = [...fields].map((field): FieldChange => ({ field, from: null, to: null }));
  const now = Date.now();
  const at = Math.max(Date.parse(doc.updatedAt), doc.pending?.at(-1)?.at ?? 0);
  const by = { kind: 'engine', id: act } as const;
  const { _id, attempt: _attempt, person: _person, ...rest } = doc;
  return {
    ...rest,
    ...index,
    ...(person === undefined ? {} : { person }),
    data,
    revision,
    updatedBy: by,
    claims: doc.claims.filter(({ name }) => !isClaimOf(name, fields)),
    pending: [...pendingAfter(doc, treatment), { revision, at, by, act, changes, events: [], since: now }],
  };
};

/** A claim is named by tenant, kind, field and value. */
const isClaimOf = (name: string, fields: ReadonlySet<string>): boolean =>
  fields.has(name.split(':')[2] ?? '');

/**
 * Brings the lines that a record carries into its history, over any that are there: a process that read them before the treatment
 * may be about to, and then leaves those that it finds as they are.
 */
const settleHistory = async (input: { collections: Collections; doc: RecordDoc }): Promise<void> => {
  const { tenant, id: record, kind, pending = [] } = input.doc;
  const history = input.collections.named<HistoryDoc>('recordHistory');
  for (const one of pending) {
    const {
      since: _since,
      events: _events,
      person: _person,
      formerly: _formerly,
      fits: _fits,
      ...line
    } = one;
    const { _id, ...row } = toHistoryDoc({ ...line, tenant, record, kind });
    await history.updateOne({ _id }, { $set: row }, { upsert: true });
  }
};

const triesMax = 20;

/** Treats a record, again when somebody else wrote it meanwhile; true when it was changed. */
export const treat = async (input: {
  collections: Collections;
  _id: string;
  treatmentOf: (doc: RecordDoc) => Treatment;
}): Promise<boolean> => {
  const { collections, _id, treatmentOf } = input;
  const records = recordsOf(collections);
  for (let tries = 0; tries < triesMax; tries += 1) {
    const doc = await records.findOne({ _id });
    const next = doc === null ? undefined : treated(doc, treatmentOf(doc));
    if (doc === null || next === undefined) return false;
    if ((await records.replaceOne({ _id, revision: doc.revision }, next)).matchedCount === 0) continue;
    const released = doc.claims.filter((claim) => !next.claims.includes(claim)).map(({ name }) => name);
    if (released.length > 0) {
      await collections.named<ClaimDoc>('recordClaims').deleteMany({ _id: { $in: released } });
    }
    await settleHistory({ collections, doc: { ...next, _id } });
    return true;
  }
  throw new CicloError({ code: 'unavailable', message: 'A record is being changed by too many at once.' });
};

/** Does the same to the lines of the history of a record; answers how many were changed. */
export const treatHistory = async (input: {
  collections: Collections;
  doc: RecordDoc;
  treatment: Treatment;
}): Promise<number> => {
  const { doc, treatment } = input;
  const history = input.collections.named<HistoryDoc>('recordHistory');
  let count = 0;
  for await (const line of history.find({ tenant: doc.tenant, record: doc.id })) {
    const changes = scrubChanges(line.changes, treatment);
    if (JSON.stringify(changes) === JSON.stringify(line.changes)) continue;
    await history.updateOne({ _id: line._id }, { $set: { changes } });
    count += 1;
  }
  return count;
};
