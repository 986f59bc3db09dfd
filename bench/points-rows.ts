import { randomUUID } from 'node:crypto';

import type mongoose from 'mongoose';

import { buildWorkspace } from '../server/workspace/build-workspace.ts';
import { addPeople, timed } from './measures.ts';
import { type Row, row, sideBySide } from './rows.ts';
import { type AnyDoc, connectPlain, emptyCopy } from './seed.ts';
import type { Stage } from './stage.ts';
import { benchWorkspace } from './workspace.ts';

const tenant = 'bench';
const people = 1000;
const count = 2000;

const publishProgram = async (stage: Stage): Promise<void> => {
  const built = await buildWorkspace({
    files: {
      ...(await benchWorkspace()),
      'programs/club.json': JSON.stringify({
        key: 'club',
        name: 'Club',
        earn: [{ key: 'order', on: 'Order Completed', points: 1, perAmount: 1 }],
      }),
    },
  });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  await stage.assembled.publish({ built: built.value, dryRun: false });
};

const perPerson = 10;
const inOneCall = 500;

/** The driver's `insertMany` of copies of a posting, so many a second. */
const insertPostings = async (input: {
  copies: mongoose.Collection<AnyDoc>;
  sample: unknown;
  postings: number;
}): Promise<number> => {
  const { copies, sample, postings } = input;
  const fields = typeof sample === 'object' && sample !== null ? sample : {};
  const docs = Array.from({ length: postings }, () => ({ ...fields, _id: randomUUID(), key: randomUUID() }));
  const job = (n: number) =>
    copies.insertMany(docs.slice(n * inOneCall, (n + 1) * inOneCall), { ordered: false });
  return postings / (await timed({ count: Math.ceil(postings / inOneCall), width: 1, job }));
};

/** Balances of another system that are brought in, ten postings for each of 1,000 people, 500 in a call; against the driver's `insertMany` of the postings. */
export const pointsInBulk = async (stage: Stage): Promise<Row> => {
  await publishProgram(stage);
  await addPeople({ stage, prefix: 'bulk', count: people });
  const { engine, opened } = stage.assembled;
  const ids = Array.from({ length: people }, (_, n) => `user:bulk${n}`);
  const profiles = await opened.stores.profiles.withIds({ tenant, ids });
  const postings = people * perPerson;
  const orderOf = (n: number) => ({
    tenant,
    profileId: profiles[Math.floor(n / perPerson) % profiles.length]?.id ?? '',
    program: 'club',
    action: 'award' as const,
    points: 10,
    key: randomUUID(),
    isQuiet: true,
  });
  const give = async (call: number): Promise<void> => {
    const orders = Array.from({ length: inOneCall }, (_, n) => orderOf(call * inOneCall + n));
    const given = await engine.giveManyPoints({ tenant, orders });
    if (given.some(({ kind }) => kind !== 'given')) throw new Error('Points were refused.');
  };
  await give(0);
  const connection = await connectPlain(stage);
  const copies = await emptyCopy({ connection, of: 'pointPostings' });
  const sample = await connection.collection<AnyDoc>('pointPostings').findOne({ tenant });
  const result = await sideBySide({
    rounds: 3,
    other: () => insertPostings({ copies, sample, postings }),
    ours: async () => postings / (await timed({ count: postings / inOneCall, width: 2, job: give })),
  });
  await connection.close();
  return row({
    name: "points brought in, ten postings for each of 1,000 people, against the driver's insertMany of the postings",
    unit: 'postings/s',
    least: 0.3,
    result,
  });
};

/** Points given to many people, 50 at once; against the driver's `insertMany` of the postings. */
export const pointPostings = async (stage: Stage): Promise<Row> => {
  await publishProgram(stage);
  await addPeople({ stage, prefix: 'points', count: people });
  const { engine, opened } = stage.assembled;
  const ids = Array.from({ length: people }, (_, n) => `user:points${n}`);
  const profiles = await opened.stores.profiles.withIds({ tenant, ids });
  const give = (n: number) =>
    engine.givePoints({
      tenant,
      profileId: profiles[n % profiles.length]?.id ?? '',
      program: 'club',
      action: 'award',
      points: 10,
      key: randomUUID(),
    });
  await give(0);
  const connection = await connectPlain(stage);
  const copies = await emptyCopy({ connection, of: 'pointPostings' });
  const sample = await connection.collection<AnyDoc>('pointPostings').findOne({ tenant });
  const result = await sideBySide({
    rounds: 3,
    other: () => insertPostings({ copies, sample, postings: count }),
    ours: async () => count / (await timed({ count, width: 50, job: give })),
  });
  await connection.close();
  return row({
    name: "points given, 50 at once, against the driver's insertMany of the postings",
    unit: 'postings/s',
    least: 0.3,
    result,
  });
};
