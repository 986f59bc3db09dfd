import { randomUUID } from 'node:crypto';

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
    other: async () => {
      const docs = Array.from({ length: count }, () => ({ ...sample, _id: randomUUID(), key: randomUUID() }));
      const job = (n: number) => copies.insertMany(docs.slice(n * 500, (n + 1) * 500), { ordered: false });
      return count / (await timed({ count: count / 500, width: 1, job }));
    },
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
