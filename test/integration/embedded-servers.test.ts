import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../platform/config.ts';
import { startEmbedded, type EmbeddedServers } from '../../platform/embedded/start.ts';
import { connectTemporal } from '../../platform/temporal/temporal.ts';

let dataDir = '';
const said: string[] = [];

const startServers = async (): Promise<EmbeddedServers> =>
  startEmbedded({
    dataDir,
    toolsDir: loadConfig({}).toolsDir,
    searchPath: process.env['PATH'] ?? '',
    say: (line) => said.push(line),
    temporal: { namespace: 'shop', searchAttributes: { CicloTenant: 'Keyword' } },
  });

const withMongo = async <T>(input: {
  uri: string;
  use: (things: ReturnType<mongoose.Connection['collection']>) => Promise<T>;
}): Promise<T> => {
  const connection = await mongoose.createConnection(input.uri).asPromise();
  try {
    return await input.use(connection.collection('things'));
  } finally {
    await connection.close();
  }
};

const startWorkflow = async (servers: EmbeddedServers): Promise<string> => {
  const workflowId = randomUUID();
  const temporal = await connectTemporal({
    target: { address: servers.temporal.address, namespace: 'shop' },
  });
  await temporal.client.workflow.start('nobody', {
    workflowId,
    taskQueue: 'nobody',
    searchAttributes: { CicloTenant: ['default'] },
  });
  await temporal.close();
  return workflowId;
};

const isRunning = async (input: { servers: EmbeddedServers; workflowId: string }): Promise<boolean> => {
  const target = { address: input.servers.temporal.address, namespace: 'shop' };
  const temporal = await connectTemporal({ target });
  const { status } = await temporal.client.workflow.getHandle(input.workflowId).describe();
  await temporal.close();
  return status.name === 'RUNNING';
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ciclo-embedded-'));
});
afterAll(async () => {
  await rm(dataDir, { recursive: true });
});

test('both servers keep their data over a stop and a start', async () => {
  const first = await startServers();
  expect(said.filter((line) => /ready after/.test(line))).toHaveLength(2);
  const workflowId = await startWorkflow(first);
  await withMongo({ uri: first.mongo.uri, use: async (things) => things.insertOne({ name: 'kept' }) });
  await first.stop();

  const second = await startServers();
  await expect(isRunning({ servers: second, workflowId })).resolves.toBe(true);
  const kept = await withMongo({
    uri: second.mongo.uri,
    use: async (things) => things.countDocuments({ name: 'kept' }),
  });
  expect(kept).toBe(1);
  await second.stop();
});

test('what was acknowledged survives a crash of both servers, and they come back at the same address', async () => {
  const servers = await startServers();
  const workflowId = await startWorkflow(servers);
  await withMongo({
    uri: servers.mongo.uri,
    use: async (things) => things.insertMany(Array.from({ length: 500 }, (_, n) => ({ name: 'crash', n }))),
  });
  await Promise.all([servers.temporal.kill(), servers.mongo.kill()]);
  await Promise.all([servers.temporal.restart(), servers.mongo.restart()]);

  await expect(isRunning({ servers, workflowId })).resolves.toBe(true);
  const survived = await withMongo({
    uri: servers.mongo.uri,
    use: async (things) => things.countDocuments({ name: 'crash' }),
  });
  expect(survived).toBe(500);
  await servers.stop();
});
