import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { expect, inject, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { installTemporalRuntime } from './temporal-runtime.ts';
import { connectTemporalWorker } from './temporal-worker.ts';
import { connectTemporal } from './temporal.ts';

const SLOW = 30_000;

test(
  'a server that cannot be reached is named, with the settings to look at',
  { timeout: SLOW },
  async () => {
    const address = `127.0.0.1:${await freePort()}`;
    await expect(connectTemporal({ target: { address, namespace: 'default' } })).rejects.toThrow(
      new RegExp(`Temporal cannot be used at ${address}.*TEMPORAL_ADDRESS`),
    );
  },
);

test(
  'a namespace that is not there is told when connecting, not at the first start',
  { timeout: SLOW },
  async () => {
    const target = { address: inject('temporalAddress'), namespace: 'nowhere' };
    await expect(connectTemporal({ target })).rejects.toThrow(/namespace nowhere/i);
  },
);

test("the worker's own metrics and log come out with ours", async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => lines.push(line) } });
  const runtime = await installTemporalRuntime({ log });
  const target = { address: inject('temporalAddress'), namespace: 'default' };
  const connection = await connectTemporalWorker(target);
  const worker = await Worker.create({
    connection,
    taskQueue: randomUUID(),
    workflowsPath: fileURLToPath(new URL('virtual-time.fixture-workflow.ts', import.meta.url)),
  });
  const metrics = createMetrics({ workerText: runtime.workerMetricsText });
  await worker.runUntil(async () => {
    await expect
      .poll(async () => metrics.text())
      .toMatch(/^temporal_worker_task_slots_available\{.*\} \d+$/m);
  });
  await connection.close();
  expect(lines.join('')).toContain('"part":"temporal"');
});
