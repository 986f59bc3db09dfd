import { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { failuresOf } from '../batching/write-errors.ts';
import { isDuplicate, toCicloError } from '../errors.ts';
import { anyJson, defineSchema } from '../schema/define.ts';
import { whole } from '../schema/sharding.ts';
import { nobody } from '../schema/person-rule.ts';
import { openCollections } from '../../../test/store/open-collections.ts';
import type { Collection } from './collection.ts';

type Note = {
  readonly _id: string;
  readonly of?: string | null;
  readonly n?: number | null;
  readonly code?: string;
  readonly tags?: readonly string[];
  readonly at?: Date;
  readonly part?: { readonly a?: number; readonly b?: string };
  readonly rows?: readonly { readonly id: string; readonly v?: number }[];
};

const noteSchema = defineSchema<Note>({
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

const refused = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (thrown) {
    return thrown;
  }
  throw new Error('It was carried out.');
};

describe('a collection', () => {
  let opened: Awaited<ReturnType<typeof openCollections>>;
  let notes: Collection<Note>;
  beforeAll(async () => {
    opened = await openCollections([noteSchema]);
    notes = opened.collections.of<Note>(noteSchema);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await notes.deleteMany({});
  });

  const fill = (docs: readonly Note[]) => notes.insertMany(docs, { ordered: false });
  const ids = async (filter: mongo.Filter<Note>): Promise<string[]> =>
    (await notes.find(filter).toArray()).map((doc) => doc._id).toSorted();

  describe('finds', () => {
    beforeEach(() =>
      fill([
        { _id: 'a', of: 'x', n: 1, tags: ['red', 'blue'], part: { a: 1, b: 'one' }, at: new Date(1000) },
        { _id: 'b', of: 'x', n: 2, tags: [], part: { b: 'two' }, rows: [{ id: 'r1', v: 1 }, { id: 'r2' }] },
        { _id: 'c', of: 'y', n: null, tags: ['blue'], rows: [{ id: 'r2', v: 5 }] },
        { _id: 'd', of: null, n: 10 },
        { _id: 'e', at: new Date(3000) },
      ]),
    );

    it('by a value, a list of values, and what is not one', async () => {
      expect(await ids({ of: 'x' })).toEqual(['a', 'b']);
      expect(await ids({ of: 'x', n: 2 })).toEqual(['b']);
      expect(await ids({ of: { $in: ['x', 'y'] } })).toEqual(['a', 'b', 'c']);
      expect(await ids({ _id: { $in: ['a', 'z', 'd', 'a'] } })).toEqual(['a', 'd']);
      expect(await ids({ of: { $ne: 'x' } })).toEqual(['c', 'd', 'e']);
      expect(await ids({ of: { $nin: ['x', null] } })).toEqual(['c']);
    });

    it('null where a field is null or missing, and tells the two apart by `$exists`', async () => {
      expect(await ids({ of: null })).toEqual(['d', 'e']);
      expect(await ids({ of: { $ne: null } })).toEqual(['a', 'b', 'c']);
      expect(await ids({ of: { $in: [null, 'y'] } })).toEqual(['c', 'd', 'e']);
      expect(await ids({ of: { $exists: true } })).toEqual(['a', 'b', 'c', 'd']);
      expect(await ids({ of: { $exists: false } })).toEqual(['e']);
    });

    it('by ranges, within one type only', async () => {
      expect(await ids({ n: { $gt: 1 } })).toEqual(['b', 'd']);
      expect(await ids({ n: { $gte: 1, $lt: 10 } })).toEqual(['a', 'b']);
      expect(await ids({ at: { $gte: new Date(2000) } })).toEqual(['e']);
      expect(await ids({ _id: { $gt: 'b', $lte: 'd' } })).toEqual(['c', 'd']);
      expect(await ids({ of: { $gte: '' } })).toEqual(['a', 'b', 'c']);
    });

    it('by an element of a list, and by fields of the rows in a list', async () => {
      expect(await ids({ tags: 'blue' })).toEqual(['a', 'c']);
      expect(await ids({ tags: { $in: ['red', 'green'] } })).toEqual(['a']);
      expect(await ids({ tags: { $ne: 'blue' } })).toEqual(['b', 'd', 'e']);
      expect(await ids({ 'rows.id': 'r2' })).toEqual(['b', 'c']);
      expect(await ids({ 'rows.v': { $gte: 2 } })).toEqual(['c']);
      expect(await ids({ rows: { $elemMatch: { id: 'r2', v: 5 } } })).toEqual(['c']);
    });

    it('by fields of a part, and by a whole part', async () => {
      expect(await ids({ 'part.b': 'two' })).toEqual(['b']);
      expect(await ids({ part: { a: 1, b: 'one' } })).toEqual(['a']);
      expect(await ids({ 'part.a': { $exists: false } })).toEqual(['b', 'c', 'd', 'e']);
    });

    it('by conditions together', async () => {
      expect(await ids({ $or: [{ of: 'y' }, { n: { $gt: 5 } }] })).toEqual(['c', 'd']);
      expect(await ids({ $and: [{ of: 'x' }, { $or: [{ n: 1 }, { n: 3 }] }] })).toEqual(['a']);
      expect(await ids({ $nor: [{ of: 'x' }, { n: 10 }] })).toEqual(['c', 'e']);
      expect(await ids({ of: { $not: { $gt: 'x' } } })).toEqual(['a', 'b', 'd', 'e']);
      expect(await ids({ of: { $regex: '^X', $options: 'i' } })).toEqual(['a', 'b']);
      expect(await ids({ $expr: { $gt: ['$n', 1] } })).toEqual(['b', 'd']);
    });

    it('in an order, a missing value before all others as null is, and a page of it', async () => {
      const sorted = async (order: Record<string, 1 | -1>) =>
        (await notes.find({}).sort(order).toArray()).map((doc) => doc._id);
      expect(await sorted({ n: -1, _id: 1 })).toEqual(['d', 'b', 'a', 'c', 'e']);
      expect(await sorted({ n: 1, _id: -1 })).toEqual(['e', 'c', 'a', 'b', 'd']);
      expect(await sorted({ at: 1, _id: 1 })).toEqual(['b', 'c', 'd', 'a', 'e']);
      const page = await notes.find({}).sort({ _id: 1 }).skip(1).limit(2).toArray();
      expect(page.map((doc) => doc._id)).toEqual(['b', 'c']);
      expect((await notes.findOne({}, { sort: { _id: -1 } }))?._id).toBe('e');
    });

    it('the fields that are asked for, or all but some', async () => {
      const [a] = await notes.find({ _id: 'a' }, { projection: { of: 1, 'part.b': 1 } }).toArray();
      expect(a).toEqual({ _id: 'a', of: 'x', part: { b: 'one' } });
      const [bare] = await notes.find({ _id: 'a' }, { projection: { _id: 0, n: 1 } }).toArray();
      expect(bare).toEqual({ n: 1 });
      expect(await notes.findOne({ _id: 'a' }, { projection: { 'part.a': 0, tags: 0, at: 0 } })).toEqual({
        _id: 'a',
        of: 'x',
        n: 1,
        part: { b: 'one' },
      });
      expect(await notes.findOne({ _id: 'c' }, { projection: { 'rows.id': 1 } })).toEqual({
        _id: 'c',
        rows: [{ id: 'r2' }],
      });
    });

    it('one by one, and counts, and tells what there is', async () => {
      const seen: string[] = [];
      for await (const { _id } of notes.find({ of: 'x' })) {
        seen.push(_id);
        await notes.deleteOne({ _id });
      }
      expect(seen.toSorted()).toEqual(['a', 'b']);
      expect(await notes.countDocuments({})).toBe(3);
      expect(await notes.countDocuments({}, { limit: 2 })).toBe(2);
      expect((await notes.distinct('of', { n: { $ne: 10 } })).toSorted()).toEqual(['y']);
      expect(await notes.findOne({ of: 'x' })).toBeNull();
    });
  });

  describe('keeps what is written', () => {
    it('as it is: dates, bytes, odd names, without what is undefined', async () => {
      const odd = JSON.parse('{"$set":{"a.b":[null,1.5,{"$gt":""}]},"__proto__":{"x":1},"é":"ok"}');
      const rawBody = new mongo.Binary(Buffer.from('bytes'));
      const given = { _id: 'o', at: new Date(5), odd, rawBody, gone: undefined, list: [1, undefined, null] };
      const any = opened.collections.named<mongo.Document & { _id: string }>('notes');
      await any.insertOne(given);
      const read = await any.findOne({ _id: 'o' });
      expect(read).toEqual({ _id: 'o', at: new Date(5), odd, rawBody, list: [1, null, null] });
      expect(Object.keys(read ?? {})).not.toContain('gone');
      expect(Buffer.from(read?.['rawBody'].value()).toString()).toBe('bytes');
    });

    it('whatever becomes of the object that was given', async () => {
      const tags = ['one'];
      const given = { _id: 'm', tags };
      await notes.insertOne(given);
      tags.push('two');
      expect((await notes.findOne({ _id: 'm' }))?.tags).toEqual(['one']);
    });

    it('and nothing of a group in which one cannot be written down', async () => {
      const any = opened.collections.named<mongo.Document & { _id: string }>('notes');
      const bad = { _id: 'bad', odd: { 'a\u0000b': 1 } };
      const thrown = await refused(any.insertMany([{ _id: 'good' }, bad], { ordered: false }));
      expect(toCicloError(thrown).code).toBe('invalid-input');
      expect(await ids({})).toEqual([]);
    });
  });

  describe('refuses', () => {
    it('a second document of an id, with a code by which it is known', async () => {
      await notes.insertOne({ _id: 'a', n: 1 });
      expect(isDuplicate(await refused(notes.insertOne({ _id: 'a', n: 2 })))).toBe(true);
      expect((await notes.findOne({ _id: 'a' }))?.n).toBe(1);
    });

    it('what a unique index has already, of documents that have the field', async () => {
      await fill([{ _id: 'a', code: 'one' }, { _id: 'b' }, { _id: 'c' }]);
      expect(isDuplicate(await refused(notes.insertOne({ _id: 'd', code: 'one' })))).toBe(true);
      expect(isDuplicate(await refused(notes.updateOne({ _id: 'b' }, { $set: { code: 'one' } })))).toBe(true);
      await notes.updateOne({ _id: 'a' }, { $set: { code: 'other' } });
      await notes.updateOne({ _id: 'b' }, { $set: { code: 'one' } });
      expect(await ids({ code: 'one' })).toEqual(['b']);
    });

    it('single members of a group, and says which', async () => {
      await fill([{ _id: 'b' }]);
      const thrown = await refused(fill([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }, { _id: 'a' }]));
      expect(failuresOf(thrown).map(({ index, code }) => [index, code])).toEqual([
        [1, 11_000],
        [3, 11_000],
      ]);
      expect(await ids({})).toEqual(['a', 'b', 'c']);
    });

    it('single operations of a mixed group, and carries the others out', async () => {
      await fill([{ _id: 'a', code: 'mixed' }, { _id: 'b' }]);
      const thrown = await refused(
        notes.bulkWrite(
          [
            { updateOne: { filter: { _id: 'b' }, update: { $set: { code: 'mixed' } } } },
            { updateOne: { filter: { _id: 'b' }, update: { $set: { n: 5 } } } },
            { insertOne: { document: { _id: 'a' } } },
            { deleteOne: { filter: { _id: 'a' } } },
          ],
          { ordered: false },
        ),
      );
      expect(
        failuresOf(thrown)
          .map(({ index }) => index)
          .toSorted(),
      ).toEqual([0, 2]);
      expect(await notes.find({}).toArray()).toEqual([{ _id: 'b', n: 5 }]);
    });
  });

  describe('changes', () => {
    const after = async (doc: Note, update: mongo.UpdateFilter<Note> | mongo.Document[]) => {
      await notes.insertOne(doc);
      await notes.updateOne({ _id: doc._id }, update);
      return notes.findOne({ _id: doc._id });
    };

    it('fields, parts of them and numbers, and makes what is missing', async () => {
      const changed = await after(
        { _id: 'a', n: 1, of: 'x', part: { a: 1 } },
        { $set: { 'part.b': 'new', code: 'c' }, $unset: { of: 1, tags: 1 }, $inc: { n: 2 } },
      );
      expect(changed).toEqual({ _id: 'a', n: 3, part: { a: 1, b: 'new' }, code: 'c' });
      await notes.updateOne({ _id: 'a' }, { $inc: { 'part.a': 1 }, $unset: { 'part.b': 1 } });
      expect((await notes.findOne({ _id: 'a' }))?.part).toEqual({ a: 2 });
    });

    it('to the least or the greatest, also of documents, which compare by their first field', async () => {
      const any = opened.collections.named<mongo.Document & { _id: string }>('notes');
      await any.insertOne({ _id: 'a', low: 5, high: 5, stamp: { at: 5, zz: 1 } });
      await any.updateOne(
        { _id: 'a' },
        { $min: { low: 7, made: 1 }, $max: { high: 7, stamp: { at: 6, aa: 0, more: 1 } } },
      );
      await any.updateOne({ _id: 'a' }, { $max: { stamp: { at: 4, zz: 9, zzz: 1 } } });
      expect(await any.findOne({ _id: 'a' })).toEqual({
        _id: 'a',
        low: 5,
        high: 7,
        made: 1,
        stamp: { at: 6, aa: 0, more: 1 },
      });
    });

    it('lists: adds, adds once, keeps the newest, takes out', async () => {
      expect(
        await after({ _id: 'a', tags: ['x'] }, { $addToSet: { tags: { $each: ['x', 'y', 'y'] } } }),
      ).toMatchObject({ tags: ['x', 'y'] });
      await notes.updateOne({ _id: 'a' }, { $push: { tags: { $each: ['z', 'w'], $slice: -3 } } });
      expect((await notes.findOne({ _id: 'a' }))?.tags).toEqual(['y', 'z', 'w']);
      await notes.updateOne({ _id: 'a' }, { $pull: { tags: { $in: ['y', 'w'] } } });
      expect((await notes.findOne({ _id: 'a' }))?.tags).toEqual(['z']);
      const rows = [
        { id: '1', v: 1 },
        { id: '2', v: 2 },
      ];
      await notes.updateOne({ _id: 'a' }, { $set: { rows }, $addToSet: { tags: 'new' } });
      await notes.updateOne({ _id: 'a' }, { $pull: { rows: { id: '1' }, tags: 'z' } });
      expect(await notes.findOne({ _id: 'a' })).toEqual({
        _id: 'a',
        tags: ['new'],
        rows: [{ id: '2', v: 2 }],
      });
    });

    it('by stages that read the document', async () => {
      const changed = await after({ _id: 'a', n: 5, of: 'x' }, [
        { $set: { part: { a: '$n', b: { $literal: '$no' } }, code: '$of', n: { $add: ['$n', 1] } } },
        { $unset: ['of'] },
      ]);
      expect(changed).toEqual({ _id: 'a', n: 6, part: { a: 5, b: '$no' }, code: 'x' });
    });

    it('by stages that put another document in its place, keeping what others wrote', async () => {
      const made = { _id: 'a', n: 1, of: 'new' };
      const changed = await after({ _id: 'a', n: 5, of: 'x', code: 'kept' }, [
        { $replaceWith: { $mergeObjects: [{ $literal: made }, { code: '$code', tags: '$tags' }] } },
      ]);
      expect(changed).toEqual({ _id: 'a', n: 1, of: 'new', code: 'kept' });
    });

    it('by stages with a slice of a filtered list, and the greater of two', async () => {
      const kept = { $and: [{ $gte: ['$$this.v', 2] }, { $ne: ['$$this.id', { $literal: 'b' }] }] };
      const rows = ['a', 'b', 'c', 'd'].map((id, index) => ({ id, v: index + 1 }));
      const young = { $filter: { input: '$rows', cond: kept } };
      const changed = await after({ _id: 'a', n: 3, rows }, [
        { $set: { rows: { $slice: [{ $concatArrays: [young, [{ $literal: { id: 'n' } }]] }, -2] } } },
        { $set: { n: { $max: ['$n', '$missing', 2] } } },
      ]);
      expect(changed).toEqual({ _id: 'a', n: 3, rows: [{ id: 'd', v: 4 }, { id: 'n' }] });
    });

    it('what a filter finds, and tells how many that were and whether they changed', async () => {
      await fill([
        { _id: 'a', n: 1 },
        { _id: 'b', n: 1 },
        { _id: 'c', n: 2 },
      ]);
      expect(await notes.updateMany({ n: 1 }, { $set: { of: 'x' } })).toMatchObject({
        matchedCount: 2,
        modifiedCount: 2,
        upsertedCount: 0,
      });
      expect((await notes.updateOne({ _id: 'a' }, { $set: { of: 'x' } })).matchedCount).toBe(1);
      expect((await notes.updateOne({ _id: 'z' }, { $set: { of: 'x' } })).matchedCount).toBe(0);
      expect(
        await notes.findOneAndUpdate({ _id: 'c' }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
      ).toEqual({ _id: 'c', n: 3 });
      expect(
        await notes.findOneAndUpdate({ _id: 'z' }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
      ).toBeNull();
    });

    it('a whole document, which keeps its id', async () => {
      await fill([{ _id: 'a', n: 1, of: 'x' }]);
      expect((await notes.replaceOne({ _id: 'a', n: 2 }, { of: 'no' })).matchedCount).toBe(0);
      expect((await notes.replaceOne({ _id: 'a', n: 1 }, { tags: ['t'] })).matchedCount).toBe(1);
      expect(await notes.find({}).toArray()).toEqual([{ _id: 'a', tags: ['t'] }]);
      expect(await ids({ of: 'x' })).toEqual([]);
      expect(await ids({ tags: 't' })).toEqual(['a']);
    });

    it('nothing where the document does not fit: no number to count up, no list, no object', async () => {
      const any = opened.collections.named<mongo.Document & { _id: string }>('notes');
      const doc = { _id: 'a', of: 'text', odd: 5, stamp: null };
      await any.insertOne(doc);
      const updates: mongo.Document[] = [
        { $inc: { of: 1 } },
        { $push: { odd: 1 } },
        { $addToSet: { of: 1 } },
        { $set: { 'odd.x': 1 } },
        { $set: { 'stamp.at': 1 } },
      ];
      for (const update of updates) {
        expect(toCicloError(await refused(any.updateOne({ _id: 'a' }, update))).code).toBe('internal');
      }
      await any.updateOne({ _id: 'a' }, { $unset: { 'odd.x': 1, 'none.x': 1 } });
      expect(await any.find({}).toArray()).toEqual([doc]);
    });

    it('nothing else: what was read before stays as it was read', async () => {
      await fill([{ _id: 'a', n: 1, tags: ['x'], rows: [{ id: '1', v: 1 }] }]);
      const before = await notes.findOne({ _id: 'a' });
      await notes.updateOne({ _id: 'a' }, { $push: { tags: 'y' }, $set: { 'rows.0.v': 2, n: 2 } });
      expect(before).toEqual({ _id: 'a', n: 1, tags: ['x'], rows: [{ id: '1', v: 1 }] });
      expect(await notes.findOne({ _id: 'a' })).toMatchObject({
        tags: ['x', 'y'],
        rows: [{ id: '1', v: 2 }],
      });
    });
  });

  describe('adds what it does not find', () => {
    it('with what is set on an insert only, once', async () => {
      const update = { $setOnInsert: { of: 'first' }, $max: { n: 3 } };
      expect(await notes.updateOne({ _id: 'u' }, update, { upsert: true })).toMatchObject({
        matchedCount: 0,
        upsertedCount: 1,
      });
      const again = { $setOnInsert: { of: 'second' }, $max: { n: 2 } };
      expect(await notes.updateOne({ _id: 'u' }, again, { upsert: true })).toMatchObject({
        matchedCount: 1,
        upsertedCount: 0,
      });
      expect(await notes.findOne({ _id: 'u' })).toEqual({ _id: 'u', of: 'first', n: 3 });
    });

    it('once when many do it at the same time, in groups and alone', async () => {
      const op = { updateOne: { filter: { _id: 'r' }, update: { $inc: { n: 1 } }, upsert: true } };
      const alone = (): Promise<unknown> =>
        notes.updateOne({ _id: 'r' }, { $inc: { n: 1 } }, { upsert: true });
      const told = await Promise.allSettled([
        ...Array.from({ length: 10 }, () => notes.bulkWrite([op, op], { ordered: false })),
        ...Array.from({ length: 10 }, alone),
      ]);
      const failed = told.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(failed.every(isDuplicate)).toBe(true);
      expect(await ids({})).toEqual(['r']);
    });
  });

  it('removes one or all that a filter means, and they are found no more', async () => {
    await fill([
      { _id: 'a', of: 'x' },
      { _id: 'b', of: 'x' },
      { _id: 'c', of: 'x' },
    ]);
    expect(await ids({ of: 'x' })).toHaveLength(3);
    expect(await notes.deleteOne({ of: 'x' })).toMatchObject({ deletedCount: 1 });
    expect(await notes.deleteMany({ of: 'x', _id: { $ne: 'z' } })).toMatchObject({ deletedCount: 2 });
    expect(await ids({ of: 'x' })).toEqual([]);
    await notes.insertOne({ _id: 'a', of: 'x' });
    expect(await ids({ of: 'x' })).toEqual(['a']);
  });

  it('sums up by stages: groups, conditions, unions, and comparisons with null', async () => {
    await fill([
      { _id: 'a', of: 'x', n: 1, rows: [{ id: '1' }, { id: '2' }] },
      { _id: 'b', of: 'x', n: 3 },
      { _id: 'c', of: 'y', n: 5, rows: [{ id: '1' }] },
      { _id: 'd', n: null },
    ]);
    const rows = await notes
      .aggregate([
        { $match: { n: { $exists: true } } },
        {
          $group: {
            _id: '$of',
            count: { $sum: 1 },
            total: { $sum: '$n' },
            most: { $max: '$n' },
            known: { $sum: { $cond: [{ $gt: ['$n', null] }, 1, 0] } },
          },
        },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(rows).toEqual([
      { _id: null, count: 1, total: 0, most: null, known: 0 },
      { _id: 'x', count: 2, total: 4, most: 3, known: 2 },
      { _id: 'y', count: 1, total: 5, most: 5, known: 1 },
    ]);
    const ofRows = await notes
      .aggregate([
        { $unwind: '$rows' },
        { $group: { _id: '$rows.id', n: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(ofRows).toEqual([
      { _id: '1', n: 2 },
      { _id: '2', n: 1 },
    ]);
    const joined = await notes
      .aggregate([
        { $match: { of: 'x' } },
        { $project: { _id: '$of', here: { $literal: true } } },
        { $unionWith: { coll: 'notes', pipeline: [{ $match: { of: 'y' } }, { $project: { _id: '$of' } }] } },
        { $group: { _id: '$_id', here: { $max: '$here' } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(joined).toEqual([
      { _id: 'x', here: true },
      { _id: 'y', here: null },
    ]);
    // MongoDB gives no row for a count of nothing, SecantusDB from pip gives a zero: readers take both.
    const [none] = await notes
      .aggregate<{ n: number }>([{ $match: { of: 'none' } }, { $count: 'n' }])
      .toArray();
    expect(none?.n ?? 0).toBe(0);
  });
});

describe.runIf(inject('storeBackend') === 'memory')('a collection in memory', () => {
  it('refuses what it does not know rather than doing something else', async () => {
    const { collections } = await openCollections([noteSchema]);
    const any = collections.named<mongo.Document & { _id: string }>('notes');
    await any.insertOne({ _id: 'a', rows: [{ id: '1', v: 1 }] });
    await expect(any.updateOne({ 'rows.id': '1' }, { $set: { 'rows.$.v': 2 } })).rejects.toThrow('not known');
    await expect(any.updateOne({ _id: 'a' }, { $rename: { rows: 'list' } })).rejects.toThrow('$rename');
    await expect(any.find({ rows: { $near: 1 } }).toArray()).rejects.toThrow('$near');
    await expect(any.aggregate([{ $geoNear: {} }]).toArray()).rejects.toThrow('$geoNear');
  });

  it('gives documents that nobody can change', async () => {
    const { collections } = await openCollections([noteSchema]);
    const any = collections.named<mongo.Document & { _id: string }>('notes');
    await any.insertOne({ _id: 'a', rows: [{ id: '1' }] });
    const read = await any.findOne({ _id: 'a' });
    expect(() => read?.['rows'].push({ id: '2' })).toThrow(TypeError);
    expect(await any.findOne({ _id: 'a' })).toEqual({ _id: 'a', rows: [{ id: '1' }] });
  });

  it('refuses what its schema does not declare, so that a schema names all that is stored', async () => {
    const { collections } = await openCollections([noteSchema]);
    const any = collections.named<mongo.Document & { _id: string }>('notes');
    await any.insertOne({ _id: 'a', n: 1, tags: ['x'], of: null, at: new Date(0) });
    const attempts = [
      any.insertOne({ _id: 'b', other: 1 }),
      any.insertOne({ _id: 'b', n: 'one' }),
      any.updateOne({ _id: 'a' }, { $set: { tags: 'x' } }),
      any.updateOne({ _id: 'a' }, [{ $set: { code: '$n' } }]),
      any.replaceOne({ _id: 'a' }, { at: 5 }),
    ];
    for (const attempt of attempts) {
      expect(await refused(attempt)).toMatchObject({
        code: 121,
        message: expect.stringContaining('declare'),
      });
    }
    expect(await any.find({}).toArray()).toEqual([
      { _id: 'a', n: 1, tags: ['x'], of: null, at: new Date(0) },
    ]);
  });
});
