import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test("the page holds the engine's figures and the worker's", async () => {
  const metrics = createMetrics({ workerText: async () => 'temporal_worker_task_slots_available 5\n' });
  metrics.eventsAccepted.inc({ tenant: 'default', source: 'track' }, 3);
  metrics.httpSeconds.observe({ route: '/v1/batch', method: 'POST' }, 0.02);
  const text = await metrics.text();
  expect(text).toContain('ciclo_events_accepted_total{tenant="default",source="track"} 3');
  expect(text).toContain('ciclo_http_seconds_bucket{le="0.025",route="/v1/batch",method="POST"} 1');
  expect(text).toContain('temporal_worker_task_slots_available 5');
});

test('a worker that cannot be read does not take the page away', async () => {
  const metrics = createMetrics({
    workerText: async () => {
      throw new Error('refused');
    },
  });
  await expect(metrics.text()).resolves.toContain('# worker metrics cannot be read: Error: refused');
});

test('two engines in one process keep their figures apart', async () => {
  const one = createMetrics();
  const two = createMetrics();
  one.eventsDead.inc({ tenant: 'a' });
  await expect(two.text()).resolves.not.toContain('tenant="a"');
});
