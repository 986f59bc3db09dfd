import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient, jobAnswer } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;

const wait = (id: string) => ({ id, type: 'wait', for: '30 days' });

const journey = (key: string, steps: readonly unknown[]) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { on: `Started ${key}`, again: 'always' },
  steps,
});

const files = {
  'journeys/slow.json': journey('slow', [wait('first'), wait('second')]),
};

/** Against the real time; what else they do is in `test/behaviour/bulk-jobs.test.ts`. */
describe('an operation on many people', () => {
  let engine: TestEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    engine = await startTestEngine({ files: (tenant) => shopFiles({ tenant, files }) });
    admin = adminClient(engine);
  });

  afterAll(async () => {
    engine.mail.release();
    await engine.close();
  });

  const runsOf = async (key: string) =>
    engine.opened.stores.runReads.runs({ tenant: engine.tenant, journey: key, limit: 100 });

  const stepsOf = async (key: string): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const run of await runsOf(key)) {
      const where = run.step ?? run.outcome ?? '';
      counts[where] = (counts[where] ?? 0) + 1;
    }
    return counts;
  };

  const start = async (body: object) => {
    const answer = await admin.call('POST', '/api/jobs', body);
    expect(answer).toMatchObject({ status: 202 });
    return jobAnswer.parse(answer.body);
  };

  it(
    'goes at the pace it is given, can be hurried, and ended where it is',
    { timeout: 2 * minute },
    async () => {
      for (let n = 0; n < 12; n += 1) {
        await engine.identify(`s${n}`, { email: `s${n}@example.com` });
        await engine.track(`s${n}`, 'Started slow');
      }
      const slow = await start({ do: { kind: 'skip' }, who: { journey: 'slow' }, rate: 1 });
      const doneOf = async (): Promise<number> =>
        jobAnswer.parse((await admin.call('GET', `/api/jobs/${slow.id}`)).body).done;
      await expect.poll(doneOf).toBeGreaterThanOrEqual(2);
      expect(await doneOf()).toBeLessThan(12);
      expect(await admin.call('POST', `/api/jobs/${slow.id}/cancel`)).toMatchObject({
        status: 200,
        body: { state: 'cancelled' },
      });
      expect(await admin.call('POST', `/api/jobs/${slow.id}/cancel`)).toMatchObject({ status: 409 });
      const who = { journey: 'slow', step: 'first' };
      const rest = await start({ do: { kind: 'skip' }, who, rate: 1 });
      expect(await admin.call('PATCH', `/api/jobs/${rest.id}`, { rate: 500 })).toMatchObject({
        status: 200,
        body: { rate: 500 },
      });
      expect(await admin.jobEnd(rest.id)).toMatchObject({ state: 'done' });
      expect(await stepsOf('slow')).toEqual({ second: 12 });
      expect((await admin.call('GET', '/api/jobs?journey=slow')).body).toMatchObject({
        jobs: [{ id: rest.id }, { id: slow.id }],
      });
    },
  );
});
