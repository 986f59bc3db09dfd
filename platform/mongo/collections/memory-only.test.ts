import { describe, expect, inject, it } from 'vitest';

import { refused, useNotes } from './notes-for-tests.ts';

describe.runIf(inject('storeBackend') === 'memory')('a collection in memory', () => {
  const notes = useNotes();

  it('refuses what it does not know rather than doing something else', async () => {
    const any = notes.anything();
    await any.insertOne({ _id: 'a', rows: [{ id: '1', v: 1 }] });
    await expect(any.updateOne({ 'rows.id': '1' }, { $set: { 'rows.$.v': 2 } })).rejects.toThrow('not known');
    await expect(any.updateOne({ _id: 'a' }, { $rename: { rows: 'list' } })).rejects.toThrow('$rename');
    await expect(any.find({ rows: { $near: 1 } }).toArray()).rejects.toThrow('$near');
    await expect(any.aggregate([{ $geoNear: {} }]).toArray()).rejects.toThrow('$geoNear');
  });

  it('counts nothing with no row, as MongoDB does', async () => {
    const any = notes.anything();
    expect(await any.aggregate([{ $match: { of: 'none' } }, { $count: 'n' }]).toArray()).toEqual([]);
  });

  it('gives documents that nobody can change', async () => {
    const any = notes.anything();
    await any.insertOne({ _id: 'a', rows: [{ id: '1' }] });
    const read = await any.findOne({ _id: 'a' });
    expect(() => read?.['rows'].push({ id: '2' })).toThrow(TypeError);
    expect(await any.findOne({ _id: 'a' })).toEqual({ _id: 'a', rows: [{ id: '1' }] });
  });

  it('refuses what its schema does not declare, so that a schema names all that is stored', async () => {
    const any = notes.anything();
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
