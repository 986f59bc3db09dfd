import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';

import { timed } from './measures.ts';
import { type Row, row, sideBySide } from './rows.ts';
import type { Stage } from './stage.ts';

const count = 5000;
const batch = 500;
const tenant = 'bench';
const durable = { w: 'majority', journal: true } as const;

type Doc = { readonly _id: string };

/** A file of deals, as a spreadsheet writes it. */
const file = (rows: number): Buffer => {
  const mark = randomUUID().slice(0, 8);
  const lines = Array.from(
    { length: rows },
    (_, n) => `Roof ${mark} ${n};"1.${100 + (n % 800)},50 EUR";2027-0${1 + (n % 9)}-15;web;Call in May\r\n`,
  );
  return Buffer.from(`Name;Amount;Close on;Source;Notes\r\n${lines.join('')}`);
};

const partBytes = 4 * 1024 * 1024;

/** Imports a file of so many deals, from its first part until the import is done; per second. */
const imports = async (stage: Stage, rows: number): Promise<number> => {
  const { importFiles, imports: store, carryImports } = stage.assembled.engine;
  const key = { tenant, id: randomUUID() };
  const bytes = file(rows);
  const began = performance.now();
  const options = { mapping: {}, emptyCells: 'keep', fires: false } as const;
  await importFiles.create({ ...key, kind: 'deal', by: 'bench', options });
  for (let n = 0; n * partBytes < bytes.length; n += 1)
    await importFiles.addPart({ ...key, n, bytes: bytes.subarray(n * partBytes, (n + 1) * partBytes) });
  await importFiles.start({ ...key, isDryRun: false });
  for (;;) {
    await carryImports.sweep();
    const seen = await store.get(key);
    if (seen?.state === 'done') break;
    if (seen?.state === 'failed') throw new Error(seen.failure);
  }
  return rows / ((performance.now() - began) / 1000);
};

/** The driver's `insertMany` of documents like those of the records, into a collection with their indexes; per second. */
const createInserts = async (
  connection: mongoose.Connection,
): Promise<{ readonly inserts: () => Promise<number> }> => {
  const records = connection.collection<Doc>('records');
  const copies = connection.collection<Doc>('bench_records');
  for (const { key, name, ...options } of await records.indexes())
    if (name !== '_id_') await copies.createIndex(key, { ...options, name: name ?? '' });
  const samples = await records.find({ kind: 'deal' }).limit(count).toArray();
  const inserts = async (): Promise<number> => {
    const docs = Array.from({ length: count }, (_, n) => {
      const { _id, ...doc } = samples[n % samples.length] ?? { _id: '' };
      const id = randomUUID();
      return { ...doc, id, _id: `${tenant}:${id}` };
    });
    const seconds = await timed({
      count: count / batch,
      width: 1,
      job: (n) => copies.insertMany(docs.slice(n * batch, (n + 1) * batch), { ordered: false }),
    });
    return count / seconds;
  };
  return { inserts };
};

const against = async (input: {
  stage: Stage;
  ours: () => Promise<number>;
  name: string;
  least: number;
}): Promise<Row> => {
  const { stage, ours, name, least } = input;
  await imports(stage, batch);
  const connection = await mongoose.createConnection(stage.mongoUri, durable).asPromise();
  const { inserts } = await createInserts(connection);
  await inserts();
  const result = await sideBySide({ rounds: 3, other: inserts, ours });
  await connection.close();
  return row({ name, unit: 'rows/s', result, least });
};

/** Rows of a CSV file as records, with their history; against the driver's `insertMany` of the same documents. */
export const importedRows = (stage: Stage): Promise<Row> =>
  against({
    stage,
    ours: () => imports(stage, count),
    name: "rows of a CSV file imported as records, against the driver's insertMany of the same documents",
    least: 0.3,
  });

/** Records written one by one, as the API does, eight side by side; against the same. */
export const writtenRecords = (stage: Stage): Promise<Row> =>
  against({
    stage,
    ours: async () => {
      const { changeRecords } = stage.assembled.engine;
      const few = 1000;
      const seconds = await timed({
        count: few,
        width: 8,
        job: (n) =>
          changeRecords.create({
            tenant,
            kind: 'deal',
            id: randomUUID(),
            actor: { kind: 'key', id: 'bench' },
            given: { data: { name: `Roof ${n}`, amount: { minor: 120_000 + n, currency: 'EUR' } } },
          }),
      });
      return few / seconds;
    },
    name: "records made one by one, against the driver's insertMany of the same documents",
    least: 0,
  });

const pagesOf = Number(process.env['BENCH_RECORDS'] ?? 100_000);

/** Pages of a filtered and sorted list among 100,000 records; against the same query by the driver. */
export const listedRecords = async (stage: Stage): Promise<Row> => {
  await imports(stage, pagesOf);
  const { records } = stage.assembled.engine;
  const connection = await mongoose.createConnection(stage.mongoUri, durable).asPromise();
  const raw = connection.collection<Doc>('records');
  const pages = 200;
  const shelf = 'deal';
  const perSecond = async (job: (n: number) => Promise<unknown>): Promise<number> =>
    pages / (await timed({ count: pages, width: 4, job }));
  const ours = () =>
    perSecond(() =>
      records.list({
        tenant,
        kind: 'deal',
        isDeleted: false,
        sort: { by: 'createdAt', order: -1 },
        limit: 50,
      }),
    );
  const other = () =>
    perSecond(() => raw.find({ tenant, shelf }).sort({ createdAt: -1, _id: -1 }).limit(50).toArray());
  await ours();
  const result = await sideBySide({ rounds: 3, other, ours });
  await connection.close();
  const name = `pages of 50 among ${pagesOf.toLocaleString('en')} records, against the same query by the driver`;
  return row({ name, unit: 'pages/s', result, least: 0.5 });
};
