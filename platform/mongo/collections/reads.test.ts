import { beforeEach, describe, expect, it } from 'vitest';

import { useNotes } from './notes-for-tests.ts';

const notes = useNotes();

describe('a collection', () => {
  describe('finds', () => {
    beforeEach(() =>
      notes.add([
        { _id: 'a', of: 'x', n: 1, tags: ['red', 'blue'], part: { a: 1, b: 'one' }, at: new Date(1000) },
        { _id: 'b', of: 'x', n: 2, tags: [], part: { b: 'two' }, rows: [{ id: 'r1', v: 1 }, { id: 'r2' }] },
        { _id: 'c', of: 'y', n: null, tags: ['blue'], rows: [{ id: 'r2', v: 5 }] },
        { _id: 'd', of: null, n: 10 },
        { _id: 'e', at: new Date(3000) },
      ]),
    );

    it('by a value, a list of values, and what is not one', async () => {
      expect(await notes.ids({ of: 'x' })).toEqual(['a', 'b']);
      expect(await notes.ids({ of: 'x', n: 2 })).toEqual(['b']);
      expect(await notes.ids({ of: { $in: ['x', 'y'] } })).toEqual(['a', 'b', 'c']);
      expect(await notes.ids({ _id: { $in: ['a', 'z', 'd', 'a'] } })).toEqual(['a', 'd']);
      expect(await notes.ids({ of: { $ne: 'x' } })).toEqual(['c', 'd', 'e']);
      expect(await notes.ids({ of: { $nin: ['x', null] } })).toEqual(['c']);
    });

    it('null where a field is null or missing, and tells the two apart by `$exists`', async () => {
      expect(await notes.ids({ of: null })).toEqual(['d', 'e']);
      expect(await notes.ids({ of: { $ne: null } })).toEqual(['a', 'b', 'c']);
      expect(await notes.ids({ of: { $in: [null, 'y'] } })).toEqual(['c', 'd', 'e']);
      expect(await notes.ids({ of: { $exists: true } })).toEqual(['a', 'b', 'c', 'd']);
      expect(await notes.ids({ of: { $exists: false } })).toEqual(['e']);
    });

    it('by ranges, within one type only', async () => {
      expect(await notes.ids({ n: { $gt: 1 } })).toEqual(['b', 'd']);
      expect(await notes.ids({ n: { $gte: 1, $lt: 10 } })).toEqual(['a', 'b']);
      expect(await notes.ids({ at: { $gte: new Date(2000) } })).toEqual(['e']);
      expect(await notes.ids({ _id: { $gt: 'b', $lte: 'd' } })).toEqual(['c', 'd']);
      expect(await notes.ids({ of: { $gte: '' } })).toEqual(['a', 'b', 'c']);
    });

    it('by an element of a list, and by fields of the rows in a list', async () => {
      expect(await notes.ids({ tags: 'blue' })).toEqual(['a', 'c']);
      expect(await notes.ids({ tags: { $in: ['red', 'green'] } })).toEqual(['a']);
      expect(await notes.ids({ tags: { $ne: 'blue' } })).toEqual(['b', 'd', 'e']);
      expect(await notes.ids({ 'rows.id': 'r2' })).toEqual(['b', 'c']);
      expect(await notes.ids({ 'rows.v': { $gte: 2 } })).toEqual(['c']);
      expect(await notes.ids({ rows: { $elemMatch: { id: 'r2', v: 5 } } })).toEqual(['c']);
    });

    it('by fields of a part, and by a whole part', async () => {
      expect(await notes.ids({ 'part.b': 'two' })).toEqual(['b']);
      expect(await notes.ids({ part: { a: 1, b: 'one' } })).toEqual(['a']);
      expect(await notes.ids({ 'part.a': { $exists: false } })).toEqual(['b', 'c', 'd', 'e']);
    });

    it('by conditions together', async () => {
      expect(await notes.ids({ $or: [{ of: 'y' }, { n: { $gt: 5 } }] })).toEqual(['c', 'd']);
      expect(await notes.ids({ $and: [{ of: 'x' }, { $or: [{ n: 1 }, { n: 3 }] }] })).toEqual(['a']);
      expect(await notes.ids({ $nor: [{ of: 'x' }, { n: 10 }] })).toEqual(['c', 'e']);
      expect(await notes.ids({ of: { $not: { $gt: 'x' } } })).toEqual(['a', 'b', 'd', 'e']);
      expect(await notes.ids({ of: { $regex: '^X', $options: 'i' } })).toEqual(['a', 'b']);
      expect(await notes.ids({ $expr: { $gt: ['$n', 1] } })).toEqual(['b', 'd']);
    });

    it('in an order, a missing value before all others as null is, and a page of it', async () => {
      const sorted = async (order: Record<string, 1 | -1>) =>
        (await notes.all().find({}).sort(order).toArray()).map((doc) => doc._id);
      expect(await sorted({ n: -1, _id: 1 })).toEqual(['d', 'b', 'a', 'c', 'e']);
      expect(await sorted({ n: 1, _id: -1 })).toEqual(['e', 'c', 'a', 'b', 'd']);
      expect(await sorted({ at: 1, _id: 1 })).toEqual(['b', 'c', 'd', 'a', 'e']);
      const page = await notes.all().find({}).sort({ _id: 1 }).skip(1).limit(2).toArray();
      expect(page.map((doc) => doc._id)).toEqual(['b', 'c']);
      expect((await notes.all().findOne({}, { sort: { _id: -1 } }))?._id).toBe('e');
    });

    it('the fields that are asked for, or all but some', async () => {
      const [a] = await notes
        .all()
        .find({ _id: 'a' }, { projection: { of: 1, 'part.b': 1 } })
        .toArray();
      expect(a).toEqual({ _id: 'a', of: 'x', part: { b: 'one' } });
      const [bare] = await notes
        .all()
        .find({ _id: 'a' }, { projection: { _id: 0, n: 1 } })
        .toArray();
      expect(bare).toEqual({ n: 1 });
      expect(
        await notes.all().findOne({ _id: 'a' }, { projection: { 'part.a': 0, tags: 0, at: 0 } }),
      ).toEqual({
        _id: 'a',
        of: 'x',
        n: 1,
        part: { b: 'one' },
      });
      expect(await notes.all().findOne({ _id: 'c' }, { projection: { 'rows.id': 1 } })).toEqual({
        _id: 'c',
        rows: [{ id: 'r2' }],
      });
    });

    it('one by one, and counts, and tells what there is', async () => {
      const seen: string[] = [];
      for await (const { _id } of notes.all().find({ of: 'x' })) {
        seen.push(_id);
        await notes.all().deleteOne({ _id });
      }
      expect(seen.toSorted()).toEqual(['a', 'b']);
      expect(await notes.all().countDocuments({})).toBe(3);
      expect(await notes.all().countDocuments({}, { limit: 2 })).toBe(2);
      expect((await notes.all().distinct('of', { n: { $ne: 10 } })).toSorted()).toEqual(['y']);
      expect(await notes.all().findOne({ of: 'x' })).toBeNull();
    });
  });

  it('sums up by stages: groups, conditions, unions, and comparisons with null', async () => {
    await notes.add([
      { _id: 'a', of: 'x', n: 1, rows: [{ id: '1' }, { id: '2' }] },
      { _id: 'b', of: 'x', n: 3 },
      { _id: 'c', of: 'y', n: 5, rows: [{ id: '1' }] },
      { _id: 'd', n: null },
    ]);
    const rows = await notes
      .all()
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
      .all()
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
      .all()
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
    // A server may answer a count of nothing with no row, as MongoDB does, or with a row of 0.
    const [none] = await notes
      .all()
      .aggregate([{ $match: { of: 'none' } }, { $count: 'n' }])
      .toArray();
    expect(none?.['n'] ?? 0).toBe(0);
  });
});
