import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';

import { failuresOf } from '../batching/write-errors.ts';
import { isDuplicate, toCicloError } from '../errors.ts';
import { type Note, refused, useNotes } from './notes-for-tests.ts';

const notes = useNotes();

describe('a collection', () => {
  describe('keeps what is written', () => {
    it('as it is: dates, bytes, odd names, without what is undefined', async () => {
      const odd = JSON.parse('{"$set":{"a.b":[null,1.5,{"$gt":""}]},"__proto__":{"x":1},"é":"ok"}');
      const rawBody = new mongo.Binary(Buffer.from('bytes'));
      const given = { _id: 'o', at: new Date(5), odd, rawBody, gone: undefined, list: [1, undefined, null] };
      const any = notes.anything();
      await any.insertOne(given);
      const read = await any.findOne({ _id: 'o' });
      expect(read).toEqual({ _id: 'o', at: new Date(5), odd, rawBody, list: [1, null, null] });
      expect(Object.keys(read ?? {})).not.toContain('gone');
      expect(Buffer.from(read?.['rawBody'].value()).toString()).toBe('bytes');
    });

    it('whatever becomes of the object that was given', async () => {
      const tags = ['one'];
      const given = { _id: 'm', tags };
      await notes.all().insertOne(given);
      tags.push('two');
      expect((await notes.all().findOne({ _id: 'm' }))?.tags).toEqual(['one']);
    });

    it('and nothing of a group in which one cannot be written down', async () => {
      const any = notes.anything();
      const bad = { _id: 'bad', odd: { 'a\u0000b': 1 } };
      const thrown = await refused(any.insertMany([{ _id: 'good' }, bad], { ordered: false }));
      expect(toCicloError(thrown).code).toBe('invalid-input');
      expect(await notes.ids({})).toEqual([]);
    });
  });

  describe('refuses', () => {
    it('a second document of an id, with a code by which it is known', async () => {
      await notes.all().insertOne({ _id: 'a', n: 1 });
      expect(isDuplicate(await refused(notes.all().insertOne({ _id: 'a', n: 2 })))).toBe(true);
      expect((await notes.all().findOne({ _id: 'a' }))?.n).toBe(1);
    });

    it('what a unique index has already, of documents that have the field', async () => {
      await notes.add([{ _id: 'a', code: 'one' }, { _id: 'b' }, { _id: 'c' }]);
      expect(isDuplicate(await refused(notes.all().insertOne({ _id: 'd', code: 'one' })))).toBe(true);
      expect(isDuplicate(await refused(notes.all().updateOne({ _id: 'b' }, { $set: { code: 'one' } })))).toBe(
        true,
      );
      await notes.all().updateOne({ _id: 'a' }, { $set: { code: 'other' } });
      await notes.all().updateOne({ _id: 'b' }, { $set: { code: 'one' } });
      expect(await notes.ids({ code: 'one' })).toEqual(['b']);
    });

    it('single members of a group, and says which', async () => {
      await notes.add([{ _id: 'b' }]);
      const thrown = await refused(notes.add([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }, { _id: 'a' }]));
      expect(failuresOf(thrown).map(({ index, code }) => [index, code])).toEqual([
        [1, 11_000],
        [3, 11_000],
      ]);
      expect(await notes.ids({})).toEqual(['a', 'b', 'c']);
    });

    it('single operations of a mixed group, and carries the others out', async () => {
      await notes.add([{ _id: 'a', code: 'mixed' }, { _id: 'b' }]);
      const thrown = await refused(
        notes
          .all()
          .bulkWrite(
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
      expect(await notes.all().find({}).toArray()).toEqual([{ _id: 'b', n: 5 }]);
    });
  });

  describe('changes', () => {
    const after = async (doc: Note, update: mongo.UpdateFilter<Note> | mongo.Document[]) => {
      await notes.all().insertOne(doc);
      await notes.all().updateOne({ _id: doc._id }, update);
      return notes.all().findOne({ _id: doc._id });
    };

    it('fields, parts of them and numbers, and makes what is missing', async () => {
      const changed = await after(
        { _id: 'a', n: 1, of: 'x', part: { a: 1 } },
        { $set: { 'part.b': 'new', code: 'c' }, $unset: { of: 1, tags: 1 }, $inc: { n: 2 } },
      );
      expect(changed).toEqual({ _id: 'a', n: 3, part: { a: 1, b: 'new' }, code: 'c' });
      await notes.all().updateOne({ _id: 'a' }, { $inc: { 'part.a': 1 }, $unset: { 'part.b': 1 } });
      expect((await notes.all().findOne({ _id: 'a' }))?.part).toEqual({ a: 2 });
    });

    it('to the least or the greatest, also of documents, which compare by their first field', async () => {
      const any = notes.anything();
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
      await notes.all().updateOne({ _id: 'a' }, { $push: { tags: { $each: ['z', 'w'], $slice: -3 } } });
      expect((await notes.all().findOne({ _id: 'a' }))?.tags).toEqual(['y', 'z', 'w']);
      await notes.all().updateOne({ _id: 'a' }, { $pull: { tags: { $in: ['y', 'w'] } } });
      expect((await notes.all().findOne({ _id: 'a' }))?.tags).toEqual(['z']);
      const rows = [
        { id: '1', v: 1 },
        { id: '2', v: 2 },
      ];
      await notes.all().updateOne({ _id: 'a' }, { $set: { rows }, $addToSet: { tags: 'new' } });
      await notes.all().updateOne({ _id: 'a' }, { $pull: { rows: { id: '1' }, tags: 'z' } });
      expect(await notes.all().findOne({ _id: 'a' })).toEqual({
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
      await notes.add([
        { _id: 'a', n: 1 },
        { _id: 'b', n: 1 },
        { _id: 'c', n: 2 },
      ]);
      expect(await notes.all().updateMany({ n: 1 }, { $set: { of: 'x' } })).toMatchObject({
        matchedCount: 2,
        modifiedCount: 2,
        upsertedCount: 0,
      });
      expect((await notes.all().updateOne({ _id: 'a' }, { $set: { of: 'x' } })).matchedCount).toBe(1);
      expect((await notes.all().updateOne({ _id: 'z' }, { $set: { of: 'x' } })).matchedCount).toBe(0);
      expect(
        await notes.all().findOneAndUpdate({ _id: 'c' }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
      ).toEqual({ _id: 'c', n: 3 });
      expect(
        await notes.all().findOneAndUpdate({ _id: 'z' }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
      ).toBeNull();
    });

    it('a whole document, which keeps its id', async () => {
      await notes.add([{ _id: 'a', n: 1, of: 'x' }]);
      expect((await notes.all().replaceOne({ _id: 'a', n: 2 }, { of: 'no' })).matchedCount).toBe(0);
      expect((await notes.all().replaceOne({ _id: 'a', n: 1 }, { tags: ['t'] })).matchedCount).toBe(1);
      expect(await notes.all().find({}).toArray()).toEqual([{ _id: 'a', tags: ['t'] }]);
      expect(await notes.ids({ of: 'x' })).toEqual([]);
      expect(await notes.ids({ tags: 't' })).toEqual(['a']);
    });

    it('nothing where the document does not fit: no number to count up, no list, no object', async () => {
      const any = notes.anything();
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
      await notes.add([{ _id: 'a', n: 1, tags: ['x'], rows: [{ id: '1', v: 1 }] }]);
      const before = await notes.all().findOne({ _id: 'a' });
      await notes.all().updateOne({ _id: 'a' }, { $push: { tags: 'y' }, $set: { 'rows.0.v': 2, n: 2 } });
      expect(before).toEqual({ _id: 'a', n: 1, tags: ['x'], rows: [{ id: '1', v: 1 }] });
      expect(await notes.all().findOne({ _id: 'a' })).toMatchObject({
        tags: ['x', 'y'],
        rows: [{ id: '1', v: 2 }],
      });
    });
  });

  describe('adds what it does not find', () => {
    it('with what is set on an insert only, once', async () => {
      const update = { $setOnInsert: { of: 'first' }, $max: { n: 3 } };
      expect(await notes.all().updateOne({ _id: 'u' }, update, { upsert: true })).toMatchObject({
        matchedCount: 0,
        upsertedCount: 1,
      });
      const again = { $setOnInsert: { of: 'second' }, $max: { n: 2 } };
      expect(await notes.all().updateOne({ _id: 'u' }, again, { upsert: true })).toMatchObject({
        matchedCount: 1,
        upsertedCount: 0,
      });
      expect(await notes.all().findOne({ _id: 'u' })).toEqual({ _id: 'u', of: 'first', n: 3 });
    });

    it('once when many do it at the same time, in groups and alone', async () => {
      const op = { updateOne: { filter: { _id: 'r' }, update: { $inc: { n: 1 } }, upsert: true } };
      const alone = (): Promise<unknown> =>
        notes.all().updateOne({ _id: 'r' }, { $inc: { n: 1 } }, { upsert: true });
      const told = await Promise.allSettled([
        ...Array.from({ length: 10 }, () => notes.all().bulkWrite([op, op], { ordered: false })),
        ...Array.from({ length: 10 }, alone),
      ]);
      const failed = told.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(failed.every(isDuplicate)).toBe(true);
      expect(await notes.ids({})).toEqual(['r']);
    });
  });

  it('removes one or all that a filter means, and they are found no more', async () => {
    await notes.add([
      { _id: 'a', of: 'x' },
      { _id: 'b', of: 'x' },
      { _id: 'c', of: 'x' },
    ]);
    expect(await notes.ids({ of: 'x' })).toHaveLength(3);
    expect(await notes.all().deleteOne({ of: 'x' })).toMatchObject({ deletedCount: 1 });
    expect(await notes.all().deleteMany({ of: 'x', _id: { $ne: 'z' } })).toMatchObject({ deletedCount: 2 });
    expect(await notes.ids({ of: 'x' })).toEqual([]);
    await notes.all().insertOne({ _id: 'a', of: 'x' });
    expect(await notes.ids({ of: 'x' })).toEqual(['a']);
  });
});
