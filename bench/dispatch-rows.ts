import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';

import { addPeople, timed, track } from './measures.ts';
import { type Row, row, sideBySide } from './rows.ts';
import type { Stage } from './stage.ts';

const count = 5000;
const batch = 500;

/** The driver's `insertMany` of documents like the events, in batches; per second. */
const inserts = (collection: mongoose.Collection) => async (): Promise<number> => {
  const docs = Array.from({ length: count }, (_, n) => {
    const { messageId, ...rest } = track({
      userId: `x${n}`,
      name: 'Looked Around',
      properties: { value: n },
    });
    return { ...rest, messageId: `${messageId}:${randomUUID()}`, tenant: 'bench' };
  });
  const seconds = await timed({
    count: count / batch,
    width: 4,
    job: (n) => collection.insertMany(docs.slice(n * batch, (n + 1) * batch), { ordered: false }),
  });
  return count / seconds;
};

/** Events of known people that start nothing, from the first `accept` until the last is done; per second. */
const processes = (input: { stage: Stage; prefix: string; people: number }) => async (): Promise<number> => {
  const { accept, dispatcher } = input.stage.assembled.engine;
  const events = Array.from({ length: count }, (_, n) =>
    track({ userId: `${input.prefix}${n % input.people}`, name: 'Looked Around', properties: { value: n } }),
  );
  const began = performance.now();
  const job = (n: number) => accept({ tenant: 'bench', events: events.slice(n * batch, (n + 1) * batch) });
  await timed({ count: count / batch, width: 4, job });
  await dispatcher.idle();
  return count / ((performance.now() - began) / 1000);
};

const measure = async (input: {
  stage: Stage;
  prefix: string;
  people: number;
  name: string;
  least: number;
}): Promise<Row> => {
  const { stage, prefix, people, name, least } = input;
  await addPeople({ stage, prefix, count: people });
  // As durable as what the engine stores.
  const durable = { w: 'majority', journal: true } as const;
  const connection = await mongoose.createConnection(stage.mongoUri, durable).asPromise();
  const collection = connection.collection('bench_events');
  await collection.createIndex({ tenant: 1, messageId: 1 }, { unique: true });
  const ours = processes({ stage, prefix, people });
  const other = inserts(collection);
  // Once each before it counts: compiling and first connections are not what is measured.
  await other();
  await ours();
  const result = await sideBySide({ rounds: 5, other, ours });
  await connection.close();
  return row({ name, unit: 'events/s', least, result });
};

/** Events that start nothing, ten of each person; against the driver's `insertMany` of the same. */
export const processed = (stage: Stage): Promise<Row> =>
  measure({
    stage,
    prefix: 'q',
    people: 500,
    name: "events that start nothing, fully processed, ten a person, against the driver's insertMany",
    least: 0.2,
  });

/** The same with one event of each person. */
export const processedEach = (stage: Stage): Promise<Row> =>
  measure({
    stage,
    prefix: 'qq',
    people: 5000,
    name: 'the same, one a person',
    least: 0.2,
  });
