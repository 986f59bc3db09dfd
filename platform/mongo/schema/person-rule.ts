import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../collections/collection.ts';
import type { Traces } from '../../../domain/privacy/traces.ts';

/** A document of any collection. */
export type AnyRow = mongo.Document & { readonly _id: string };

/** One profile of a person. */
export type PersonKey = { readonly tenant: string; readonly profileId: string };

/** The documents of the collection that declares the rule, and the way to those of others. */
export type Place = { readonly rows: Collection<AnyRow>; readonly collections: Collections };

export type Erasing = Place & PersonKey & { readonly traces: Traces };
/** A look for what no profile leads to. */
export type Looking = Place & {
  readonly tenant: string;
  readonly traces: Traces;
  /** Whether a text names the person. */
  readonly mentions: (text: string) => boolean;
};
export type Merging = Place & { readonly tenant: string; readonly from: string; readonly to: string };
/** `from` gives back to `to` what came from it, or from a profile of `family`, which was merged into it before. */
export type Splitting = Merging & { readonly family: readonly string[] };
export type Reading = Place & PersonKey;

/**
 * When a collection is erased. `linked`: its documents are found by other documents of the person, so it goes before
 * those. `last`: what leads to everything else, so that anyone who repeats a broken erasure still finds it.
 */
export const turns = ['linked', 'own', 'last'] as const;

/** What a collection holds of a person, and what becomes of that. Every part may be repeated. */
export type PersonRows = {
  readonly person: 'rows';
  readonly turn: (typeof turns)[number];
  /** Removes what there is of the person, or makes it nobody's; answers how many documents that were. */
  readonly onErase: (input: Erasing) => Promise<number>;
  /** Removes what names the person and that no profile leads to; answers how many documents that were. */
  readonly onTraces?: ((input: Looking) => Promise<number>) | undefined;
  /** Gives what there is of one profile to another, as if it had been of the other from the start. */
  readonly onMerge: (input: Merging) => Promise<void>;
  /** Gives back what came by a merge; absent where that cannot be told apart any more. */
  readonly onSplit?: ((input: Splitting) => Promise<void>) | undefined;
  /** Everything there is of the person, for them to have. */
  readonly onExport: (input: Reading) => AsyncIterable<mongo.Document>;
};

/** Whose documents a collection holds: of persons, or of none, with the reason. */
export type PersonRule = PersonRows | { readonly person: 'none'; readonly why: string };

/** A collection without personal data. */
export const nobody = (why: string): PersonRule => ({ person: 'none', why });

const ofField = (input: PersonKey & { field: string }): mongo.Filter<AnyRow> => ({
  tenant: input.tenant,
  [input.field]: input.profileId,
});

/** The documents of a cursor without what only the store needs. */
const found = (input: {
  rows: Collection<AnyRow>;
  filter: mongo.Filter<AnyRow>;
  hidden?: readonly string[];
}): AsyncIterable<mongo.Document> => {
  const { rows, filter, hidden = [] } = input;
  const projection = Object.fromEntries(['_id', ...hidden].map((name): [string, 0] => [name, 0]));
  return rows.find(filter, { projection });
};

/** The field of a document that keeps whose it was before the first merge, by the field that names the profile. */
export const originOf = (field: string): string => `cameFrom.${field}`;

/** Notes whose documents are before they go to somebody else, once: a split finds them by it. */
export const noteOrigin = async (
  input: Omit<Merging, 'collections' | 'to'> & { field: string },
): Promise<void> => {
  const { rows, tenant, from, field } = input;
  const unmarked = { ...ofField({ tenant, profileId: from, field }), [originOf(field)]: { $exists: false } };
  await rows.updateMany(unmarked, { $set: { [originOf(field)]: from } });
};

/** The documents that came from a profile, or from one that was merged into it before. */
export const cameFrom = (
  input: Omit<Splitting, 'collections' | 'rows' | 'to'> & { field: string },
): mongo.Filter<AnyRow> => {
  const { tenant, from, family, field } = input;
  return { ...ofField({ tenant, profileId: from, field }), [originOf(field)]: { $in: [...family] } };
};

/**
 * Documents that name a profile of the person in one of `fields`. They are deleted when the person is erased and get the
 * other id when profiles merge, unless told otherwise; `hidden` fields are of the store alone.
 */
export const ownRows = (
  fields: readonly [string, ...string[]],
  input: Partial<Pick<PersonRows, 'onErase' | 'onTraces' | 'onMerge' | 'onSplit' | 'turn'>> & {
    hidden?: readonly string[];
  } = {},
): PersonRows => {
  const { hidden: own = [], ...told } = input;
  const hidden = [...own, 'cameFrom'];
  // What a split never asks for is not noted, and has no field in the schema.
  const keepsOrigin = !('onSplit' in told && told.onSplit === undefined);
  return {
    person: 'rows',
    turn: 'own',
    onErase: async ({ rows, ...person }) => {
      let count = 0;
      for (const field of fields)
        count += (await rows.deleteMany(ofField({ ...person, field }))).deletedCount;
      return count;
    },
    onMerge: async ({ rows, tenant, from, to }) => {
      for (const field of fields) {
        if (keepsOrigin) await noteOrigin({ rows, tenant, from, field });
        await rows.updateMany(ofField({ tenant, profileId: from, field }), { $set: { [field]: to } });
      }
    },
    onSplit: async ({ rows, tenant, from, to, family }) => {
      for (const field of fields) {
        await rows.updateMany(cameFrom({ tenant, from, family, field }), { $set: { [field]: to } });
      }
    },
    async *onExport({ rows, ...person }) {
      for (const field of fields) yield* found({ rows, filter: ofField({ ...person, field }), hidden });
    },
    ...told,
  };
};

const page = 500;

/** Ids of the runs of a person, page by page. */
export async function* runsOf({
  collections,
  tenant,
  profileId,
}: Omit<Reading, 'rows'>): AsyncGenerator<string[]> {
  const runs = collections.named<{ _id: string; id: string }>('runs');
  for (let after = ''; ;) {
    const docs = await runs
      .find({ tenant, profileId, _id: { $gt: after } }, { projection: { id: 1 } })
      .sort({ _id: 1 })
      .limit(page)
      .toArray();
    const last = docs.at(-1);
    if (last === undefined) return;
    yield docs.map((doc) => doc.id);
    if (docs.length < page) return;
    after = last._id;
  }
}

/** Documents that name a run of the person in `run`; they stay with the run when profiles merge. */
export const rowsOfRuns = (): PersonRows => ({
  person: 'rows',
  turn: 'linked',
  onErase: async (input) => {
    const { rows, tenant } = input;
    let count = 0;
    for await (const run of runsOf(input)) {
      count += (await rows.deleteMany({ tenant, run: { $in: run } })).deletedCount;
    }
    return count;
  },
  onMerge: async () => undefined,
  async *onExport(input) {
    const { rows, tenant } = input;
    for await (const run of runsOf(input)) yield* found({ rows, filter: { tenant, run: { $in: run } } });
  },
});

/**
 * Documents that belong to no profile and may yet name a person: those of `among` whose text mentions them are deleted, or
 * changed by `change`. For collections that are small, or emptied by time.
 */
export const mentionedRows = (input: {
  among: (tenant: string) => mongo.Filter<AnyRow>;
  /** What a document says; all of it, as JSON, by default. */
  textOf?: (doc: AnyRow) => string;
  /** Instead of a deletion. */
  change?: mongo.UpdateFilter<AnyRow>;
}): Required<Pick<PersonRows, 'onTraces'>> => {
  const { among, textOf = (doc) => JSON.stringify(doc), change } = input;
  return {
    onTraces: async ({ rows, tenant, mentions }) => {
      let count = 0;
      for await (const doc of rows.find(among(tenant))) {
        const { _id } = doc;
        if (!mentions(textOf(doc))) continue;
        if (change === undefined) await rows.deleteOne({ _id });
        else await rows.updateOne({ _id }, change);
        count += 1;
      }
      return count;
    },
  };
};

/** A collection whose documents belong to no profile, some of which may name a person; see `mentionedRows`. */
export const onlyMentioned = (input: Parameters<typeof mentionedRows>[0]): PersonRows => ({
  person: 'rows',
  turn: 'linked',
  onErase: async () => 0,
  onMerge: async () => undefined,
  async *onExport() {},
  ...mentionedRows(input),
});
