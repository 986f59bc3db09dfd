import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { mongo } from 'mongoose';

import { loadConfig } from '../../../platform/config.ts';
import type { EmbeddedServer } from '../../../platform/embedded/embedded-server.ts';
import { mongoWays, startMongoServer } from '../../../platform/embedded/mongo-server.ts';

/*
 * What a database server keeps of what it acknowledged when it is killed, without anything of Ciclo: connections insert
 * with `w: majority` and `j: true`, the server gets SIGKILL in the middle (or SIGTERM with --politely), starts again on
 * its data, and is asked for every id it had acknowledged. It does so for each server that is here; with --install those too
 * that can be downloaded or come by pip.
 */

type Doc = { readonly _id: string; readonly text: string };

const connections = 6;
const perInsert = 3;
const text = 'x'.repeat(300);

/** Inserts until the server is gone; the ids it acknowledged. */
const insertUntilGone = async (input: {
  port: number;
  round: number;
  end: () => Promise<void>;
}): Promise<readonly string[]> => {
  const { port, round, end } = input;
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    writeConcern: { w: 'majority', j: true },
    serverSelectionTimeoutMS: 2_000,
    retryWrites: false,
  });
  const acknowledged: string[] = [];
  const state = { next: 0, isGone: false };
  const insert = async (): Promise<void> => {
    while (!state.isGone) {
      const docs = Array.from({ length: perInsert }, (): Doc => {
        state.next += 1;
        return { _id: `${round}-${state.next}`, text };
      });
      try {
        await client.db('killed').collection<Doc>('docs').insertMany(docs, { ordered: false });
        acknowledged.push(...docs.map(({ _id }) => _id));
      } catch {
        return;
      }
    }
  };
  const inserting = Promise.all(Array.from({ length: connections }, insert));
  await end();
  state.isGone = true;
  await inserting;
  await client.close(true);
  return acknowledged;
};

/** Those of the ids that the server does not have. */
const missingOf = async (input: { port: number; ids: readonly string[] }): Promise<number> => {
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${input.port}/?directConnection=true`);
  const docs = client.db('killed').collection<Doc>('docs');
  const kept = new Set<string>();
  for await (const { _id } of docs.find({}, { projection: { _id: 1 } })) kept.add(_id);
  await client.close(true);
  return input.ids.filter((id) => !kept.has(id)).length;
};

const tryServer = async (input: {
  start: (dataDir: string) => Promise<EmbeddedServer>;
  kills: number;
  seconds: number;
  isPolite: boolean;
}): Promise<{ acknowledged: number; lost: number }> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ciclo-killed-'));
  const server = await input.start(dataDir);
  const all: string[] = [];
  try {
    for (let round = 0; round < input.kills; round += 1) {
      const ids = await insertUntilGone({
        port: server.port,
        round,
        end: async () => {
          await pause(input.seconds * 1_000);
          await (input.isPolite ? server.stop() : server.kill());
        },
      });
      all.push(...ids);
      await server.restart();
    }
    return { acknowledged: all.length, lost: await missingOf({ port: server.port, ids: all }) };
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

/** Tries every server that can be had; 1 when one of them lost something. */
export const runKilledDatabase = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      politely: { type: 'boolean', default: false },
      install: { type: 'boolean', default: false },
    },
  });
  let lostAny = false;
  const ways = mongoWays({ toolsDir: loadConfig({}).toolsDir, searchPath: process.env['PATH'] ?? '' });
  for (const way of ways) {
    const found = await way.find().catch(() => undefined);
    const program = found ?? (values.install ? await way.install?.().catch(() => undefined) : undefined);
    if (program === undefined) continue;
    const told = await tryServer({
      start: (dataDir) => startMongoServer({ program, engine: way.engine, options: { dataDir, port: 0 } }),
      kills: Number(values.kills),
      seconds: Number(values.seconds),
      isPolite: values.politely,
    });
    lostAny ||= told.lost > 0;
    const how = values.politely ? 'ended politely' : 'killed';
    process.stdout.write(
      `${program.label}, ${how} ${values.kills} times: ${told.lost} of ${told.acknowledged} acknowledged documents lost\n`,
    );
  }
  return lostAny ? 1 : 0;
};
