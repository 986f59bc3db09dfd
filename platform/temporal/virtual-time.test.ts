import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startTestWorker, type TestWorker } from '../../test/harness/test-worker.ts';
import { createClock } from '../clock.ts';
import { connectTemporal, type TemporalClient } from './temporal.ts';
import { parkedRun, sightings, wake } from './virtual-time.fixture-workflow.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';
import { lookAtWorkflow } from './workflow-look.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const SECONDS = 5000;
const taskQueue = `virtual-time-${randomUUID()}`;

describe('virtual time on the real server', () => {
  let temporal: TemporalClient;
  let time: VirtualTime;
  let worker: TestWorker;

  beforeAll(async () => {
    const target = { address: inject('temporalAddress'), namespace: 'default' };
    temporal = await connectTemporal({ target });
    time = createVirtualTime({ client: temporal.client, namespace: 'default', clock: createClock() });
    worker = await startTestWorker({
      address: target.address,
      taskQueue,
      workflowsPath: fileURLToPath(new URL('virtual-time.fixture-workflow.ts', import.meta.url)),
    });
  });

  afterAll(async () => {
    await worker.stop();
    await temporal.close();
  });

  const park = async (input: { waitMs: number; times?: number }) =>
    temporal.client.workflow.start(parkedRun, {
      taskQueue,
      workflowId: randomUUID(),
      args: [{ waitMs: input.waitMs, times: input.times ?? 1 }],
    });

  test('three jumps add up, and a wait of 12 days ends at 12 virtual days', async () => {
    const run = await park({ waitMs: 12 * DAY });
    const { workflowId } = run;

    for (const byMs of [5 * DAY, 4 * DAY]) {
      await expect(time.jump({ workflowId, byMs })).resolves.toBe('jumped');
    }
    await expect(run.query(sightings)).resolves.toMatchObject({ fired: [] });
    await expect(time.jump({ workflowId, byMs: 5 * DAY })).resolves.toBe('jumped');

    const { started, fired } = await run.result();
    const late = (fired[0] ?? 0) - started - 12 * DAY;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(SECONDS);
  });

  test('a jump right after the start is not lost', async () => {
    const run = await park({ waitMs: 2 * DAY });
    await time.jump({ workflowId: run.workflowId, byMs: 3 * DAY });
    await expect(run.result()).resolves.toMatchObject({ fired: [expect.any(Number)] });
  });

  test('a signal in the middle wakes the run at its jumped time, and it goes on waiting for the same instant', async () => {
    const run = await park({ waitMs: 12 * DAY });
    const { workflowId } = run;
    await time.jump({ workflowId, byMs: 5 * DAY });
    await run.signal(wake);
    await expect.poll(async () => (await run.query(sightings)).woken).toHaveLength(1);
    await time.jump({ workflowId, byMs: 8 * DAY });

    const { started, woken, fired } = await run.result();
    expect(Math.abs((woken[0] ?? 0) - started - 5 * DAY)).toBeLessThan(SECONDS);
    expect(Math.abs((fired[0] ?? 0) - started - 12 * DAY)).toBeLessThan(SECONDS);
  });

  test('one can come near a due time as often as one likes: it fires when it is reached, not before', async () => {
    const run = await park({ waitMs: 2 * DAY });
    const { workflowId } = run;
    await time.jump({ workflowId, byMs: 2 * DAY - HOUR });
    for (const byMs of [0.5 * HOUR, 0.25 * HOUR, 0.2 * HOUR]) await time.jump({ workflowId, byMs });
    await expect(run.query(sightings)).resolves.toMatchObject({ fired: [] });
    await time.jump({ workflowId, byMs: 0.05 * HOUR });
    const { started, fired } = await run.result();
    expect((fired[0] ?? 0) - started - 2 * DAY).toBeGreaterThanOrEqual(0);
  });

  test('every timer on the way fires at its own instant, and aligning leaves no lag behind', async () => {
    const run = await park({ waitMs: DAY, times: 30 });
    const { workflowId } = run;
    await time.jump({ workflowId, byMs: 2.5 * DAY });
    await expect(time.align({ workflowId, aheadMs: 10.5 * DAY })).resolves.toBe('jumped');
    await time.align({ workflowId, aheadMs: 10.5 * DAY });
    await expect(time.align({ workflowId, aheadMs: 10 * DAY })).resolves.toBe('there');

    const aheadMs = ((await time.clockOf(workflowId)) ?? 0) - Date.now();
    expect(Math.abs(aheadMs - 10.5 * DAY)).toBeLessThan(SECONDS);
    const { started, fired } = await run.query(sightings);
    expect(fired).toHaveLength(10);
    for (const [index, at] of fired.entries()) {
      expect(Math.abs(at - started - (index + 1) * DAY)).toBeLessThan(SECONDS);
    }
    await run.terminate();
  });

  // A task that ends just after the target has gone by once sent the run on to its next timer.
  test('a clock that comes to a timer at its target stops there, whatever the run does then', async () => {
    const runs = await Promise.all(Array.from({ length: 100 }, () => park({ waitMs: DAY, times: 3 })));
    await Promise.all(runs.map(({ workflowId }, n) => time.jump({ workflowId, byMs: DAY + n / 5 })));
    for (const run of runs) {
      await expect.poll(async () => (await run.query(sightings)).fired).toHaveLength(1);
      const aheadMs = ((await time.clockOf(run.workflowId)) ?? 0) - Date.now();
      expect(Math.abs(aheadMs - DAY)).toBeLessThan(SECONDS);
    }
    await Promise.all(runs.map((run) => run.terminate()));
  });

  test('a jump that is held up leaves nothing behind that moves the clock later', async () => {
    const run = await temporal.client.workflow.start(parkedRun, {
      taskQueue: `${taskQueue}-of-nobody`,
      workflowId: randomUUID(),
      args: [{ waitMs: DAY, times: 1 }],
    });
    const { workflowId } = run;
    await expect(time.jump({ workflowId, byMs: DAY, boundMs: 100 })).rejects.toMatchObject({
      code: 'timeout',
    });
    const { isSkipping } =
      (await lookAtWorkflow({ client: temporal.client, namespace: 'default', workflowId })) ?? {};
    expect(isSkipping).toBe(false);
    await run.terminate();
  });

  test('a hundred parked runs move on together', async () => {
    const runs = await Promise.all(Array.from({ length: 100 }, async () => park({ waitMs: 6 * DAY })));
    const moved = await Promise.all(
      runs.map(async ({ workflowId }) => time.jump({ workflowId, byMs: 7 * DAY })),
    );
    expect(new Set(moved)).toEqual(new Set(['jumped']));
    const results = await Promise.all(runs.map(async (run) => run.result()));
    const late = results.map(({ started, fired }) => (fired[0] ?? 0) - started - 6 * DAY);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(2 * SECONDS);
  });

  test('a run that ended, or never was, is told apart', async () => {
    await expect(time.jump({ workflowId: randomUUID(), byMs: DAY })).resolves.toBe('gone');
    const run = await park({ waitMs: DAY });
    await run.terminate();
    await expect(time.jump({ workflowId: run.workflowId, byMs: DAY })).resolves.toBe('gone');
    await expect(time.clockOf(randomUUID())).resolves.toBeUndefined();
  });

  test('a clock goes forward only', async () => {
    await expect(time.jump({ workflowId: randomUUID(), byMs: 0 })).rejects.toThrow(
      /cannot be moved on by 0 ms/,
    );
  });
});
