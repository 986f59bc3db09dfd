import type { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach } from 'vitest';

import { anyJson, defineSchema } from '../schema/define.ts';
import { nobody } from '../schema/person-rule.ts';
import { whole } from '../schema/sharding.ts';
import { openCollections } from '../../../test/store/open-collections.ts';
import type { Collection } from './collection.ts';

/** What the tests of the collections keep. */
export type Note = {
  readonly _id: string;
  readonly of?: string | null;
  readonly n?: number | null;
  readonly code?: string;
  readonly tags?: readonly string[];
  readonly at?: Date;
  readonly part?: { readonly a?: number; readonly b?: string };
  readonly rows?: readonly { readonly id: string; readonly v?: number }[];
};

export const noteSchema = defineSchema<Note>({
  collection: 'notes',
  sharding: whole('Of a test.'),
  person: nobody('Of a test.'),
  fields: {
    of: String,
    n: Number,
    code: String,
    tags: [String],
    at: Date,
    part: anyJson,
    rows: anyJson,
    odd: anyJson,
    rawBody: anyJson,
    list: anyJson,
    low: Number,
    high: Number,
    made: Number,
    stamp: anyJson,
  },
  indexes: [
    { name: 'code', key: { code: 1 }, unique: true, sparse: true },
    { name: 'listed', key: { of: 1, n: 1 } },
    { name: 'tags', key: { tags: 1 } },
    { name: 'part', key: { 'part.b': 1 } },
  ],
});

/** What a piece of work is refused with. */
export const refused = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (thrown) {
    return thrown;
  }
  throw new Error('It was carried out.');
};

/** A document of which no more is known than its id. */
export type AnyDoc = mongo.Document & { readonly _id: string };

/** Notes over what the project of the tests runs on (see `vitest.config.ts`), none of them before each test. */
export const useNotes = () => {
  let opened: Awaited<ReturnType<typeof openCollections>> | undefined;
  const named = <T extends { readonly _id: string }>(): Collection<T> => {
    if (opened === undefined) throw new Error('The notes are open while tests run.');
    return opened.collections.named<T>('notes');
  };
  beforeAll(async () => {
    opened = await openCollections([noteSchema]);
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    await named<Note>().deleteMany({});
  });
  return {
    all: () => named<Note>(),
    anything: () => named<AnyDoc>(),
    add: (docs: readonly Note[]) => named<Note>().insertMany(docs, { ordered: false }),
    ids: async (filter: mongo.Filter<Note>): Promise<string[]> =>
      (await named<Note>().find(filter).toArray()).map((doc) => doc._id).toSorted(),
  };
};
