import fc from 'fast-check';
import type { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { failuresOf } from '../batching/write-errors.ts';
import { nobody } from '../schema/person-rule.ts';
import { anyJson, defineSchema } from '../schema/define.ts';
import { whole } from '../schema/sharding.ts';
import { openServerCollections } from '../../../test/store/open-collections.ts';
import type { Collection, Collections } from './collection.ts';
import { createMemoryCollections, layoutOf } from './memory.ts';

type Doc = mongo.Document & { readonly _id: string };

const anySchema = defineSchema<Doc>({
  collection: 'anything',
  sharding: whole('Of a test.'),
  person: nobody('Of a test.'),
  fields: { a: anyJson, b: anyJson, list: anyJson, part: anyJson, rows: anyJson },
  indexes: [
    { name: 'a', key: { a: 1, b: 1 } },
    { name: 'list', key: { list: 1 } },
    { name: 'part', key: { 'part.x': 1 }, sparse: true },
  ],
});

const text = fc.constantFrom('', 'a', 'b', 'B', 'é', '\u{1F600}', '\uFFFD');
const number = fc.constantFrom(-1, 0, 1, 1.5, 2, 10, 2 ** 40);
const scalar = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(new Date(0), new Date(5)),
);
const part = fc.record({ x: scalar, y: number }, { requiredKeys: [] });
const doc = fc.record(
  {
    a: scalar,
    b: scalar,
    list: fc.array(fc.oneof(text, number), { maxLength: 3 }),
    part,
    rows: fc.array(part, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const id = fc.constantFrom('1', '2', '3', '4', '5');

const comparable = fc.oneof(text, number);
const condition = fc.oneof(
  scalar,
  comparable.map(($gt) => ({ $gt })),
  comparable.map(($lte) => ({ $lte })),
  fc.tuple(number, number).map(([$gte, $lt]) => ({ $gte, $lt })),
  fc.array(scalar, { maxLength: 3 }).map(($in) => ({ $in })),
  fc.array(comparable, { maxLength: 3 }).map(($nin) => ({ $nin })),
  scalar.map(($ne) => ({ $ne })),
  fc.boolean().map(($exists) => ({ $exists })),
  comparable.map((one) => ({ $not: { $gt: one } })),
);
const field = fc.constantFrom('a', 'b', 'list', 'part.x', 'part.y', 'rows.x', 'rows.y');
const clause = fc.tuple(field, condition).map(([name, what]): mongo.Document => ({ [name]: what }));
const filter: fc.Arbitrary<mongo.Document> = fc.oneof(
  { weight: 4, arbitrary: fc.array(clause, { maxLength: 2 }).map((all) => Object.assign({}, ...all)) },
  fc
    .tuple(fc.constantFrom('$or', '$and', '$nor'), fc.array(clause, { minLength: 1, maxLength: 2 }))
    .map(([name, all]): mongo.Document => ({ [name]: all })),
  id.map((_id): mongo.Document => ({ _id })),
  fc
    .tuple(fc.array(id, { minLength: 1, maxLength: 3 }), clause)
    .map(([ids, more]): mongo.Document => ({ _id: { $in: ids }, ...more })),
);

const row = fc.record({ x: number, y: number });
const update: fc.Arbitrary<mongo.Document> = fc.oneof(
  scalar.map((value) => ({ $set: { a: value } })),
  fc.tuple(scalar, number).map(([x, y]) => ({ $set: { 'part.x': x }, $inc: { counted: y } })),
  fc.constantFrom('a', 'part', 'part.x', 'nothing').map((name) => ({ $unset: { [name]: 1 } })),
  scalar.map((value) => ({ $max: { best: value } })),
  scalar.map((value) => ({ $min: { least: value } })),
  fc.tuple(row, row).map(([one, two]) => ({ $max: { stamp: one }, $min: { first: two } })),
  fc.array(number, { maxLength: 3 }).map(($each) => ({ $addToSet: { list: { $each } } })),
  fc.tuple(fc.array(text, { maxLength: 2 }), fc.constantFrom(-2, -1, 1, 2)).map(([$each, $slice]) => ({
    $push: { list: { $each, $slice } },
  })),
  number.map((value) => ({ $pull: { list: value } })),
  fc.array(comparable, { maxLength: 2 }).map(($in) => ({ $pull: { list: { $in } } })),
  number.map((y) => ({ $pull: { rows: { y } } })),
);
const staged: fc.Arbitrary<mongo.Document[]> = fc.oneof(
  scalar.map((value) => [{ $set: { b: '$a', a: { $literal: value } } }, { $unset: ['rows'] }]),
  doc.map((made) => [
    { $replaceWith: { $mergeObjects: [{ $literal: made }, { a: '$a', part: '$part', _id: '$_id' }] } },
  ]),
  number.map((value) => [
    { $set: { most: { $max: ['$part.y', value] }, least: { $min: ['$part.y', value] } } },
  ]),
  scalar.map((value) => [
    { $set: { more: { $cond: [{ $gt: ['$a', { $literal: value }] }, 'more', 'not'] } } },
  ]),
  scalar.map((value) => [
    { $set: { same: { $eq: ['$a', { $literal: value }] }, known: { $gt: ['$a', null] } } },
  ]),
  fc.constant('$nowhere').map((at) => [{ $set: { shown: { id: '$_id', name: '$a', at, x: '$part.x' } } }]),
);

type Step = (on: Collection<Doc>) => Promise<unknown>;

const told = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return await work;
  } catch (thrown) {
    return { refused: failuresOf(thrown).map(({ index, code }) => [index, code]) };
  }
};

const counts = (updated: { matchedCount: number; upsertedCount: number }) => [
  updated.matchedCount,
  updated.upsertedCount,
];

const step: fc.Arbitrary<{ text: string; run: Step }> = fc.oneof(
  fc.array(fc.tuple(id, doc), { minLength: 1, maxLength: 3 }).map((given) => ({
    text: `insert ${fc.stringify(given)}`,
    run: (on: Collection<Doc>) =>
      told(
        on
          .insertMany(
            given.map(([_id, fields]) => ({ ...fields, _id })),
            { ordered: false },
          )
          .then(() => 'inserted'),
      ),
  })),
  fc.tuple(filter, fc.oneof(update, staged)).map(([what, how]) => ({
    text: `update ${fc.stringify([what, how])}`,
    run: async (on: Collection<Doc>) => counts(await on.updateMany(what, how)),
  })),
  fc.tuple(id, filter, update).map(([_id, what, how]) => ({
    text: `update or add ${fc.stringify([_id, what, how])}`,
    run: async (on: Collection<Doc>) =>
      counts(await on.updateOne({ _id }, { ...how, $setOnInsert: { b: 'new' } }, { upsert: true })),
  })),
  fc.tuple(id, filter, doc).map(([_id, what, made]) => ({
    text: `replace ${fc.stringify([_id, what, made])}`,
    run: async (on: Collection<Doc>) => counts(await on.replaceOne({ ...what, _id }, made)),
  })),
  fc.tuple(id, filter).map(([_id, what]) => ({
    text: `delete ${fc.stringify([_id, what])}`,
    run: async (on: Collection<Doc>) => (await on.deleteMany({ ...what, _id })).deletedCount,
  })),
);

const look = async (on: Collection<Doc>, what: mongo.Document): Promise<unknown> => ({
  found: (await on.find(what).toArray()).toSorted((a, b) => (a._id < b._id ? -1 : 1)),
  count: await on.countDocuments(what),
  sorted: (await on.find(what).sort({ a: 1, _id: 1 }).toArray()).map((one) => one._id),
  down: (await on.find(what).sort({ 'part.x': -1, list: -1, _id: 1 }).limit(3).toArray()).map(
    (one) => one._id,
  ),
  part: await on
    .find(what, { projection: { 'part.x': 1, rows: 1 } })
    .sort({ _id: 1 })
    .toArray(),
  groups: await on
    .aggregate([
      { $match: what },
      { $group: { _id: '$a', n: { $sum: 1 }, most: { $max: '$part.y' }, sum: { $sum: '$part.y' } } },
      { $sort: { _id: 1 } },
    ])
    .toArray(),
});

const cases = Number(process.env['CICLO_BACKEND_CASES'] ?? 100);

describe.runIf(inject('storeBackend') === 'server')('a collection in memory', () => {
  let server: Awaited<ReturnType<typeof openServerCollections>>;
  beforeAll(async () => {
    server = await openServerCollections([anySchema]);
  });
  afterAll(() => server.close());

  const both = (): readonly Collections[] => [
    server.collections,
    createMemoryCollections(layoutOf([anySchema])),
  ];

  it('does and finds what a server does, whatever is written and asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.array(filter, { minLength: 1, maxLength: 3 }),
        async (steps, filters) => {
          const answers: unknown[][] = [];
          for (const collections of both()) {
            const on = collections.of<Doc>(anySchema);
            await on.deleteMany({});
            const answered: unknown[] = [];
            for (const one of steps) answered.push([one.text, await one.run(on)]);
            for (const what of [...filters, {}]) answered.push([what, await look(on, what)]);
            answers.push(answered);
          }
          expect(answers[1]).toEqual(answers[0]);
        },
      ),
      { numRuns: cases },
    );
  });
});
