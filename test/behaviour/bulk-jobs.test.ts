import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient, jobAnswer } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;

const mail = (id: string, message: string) => ({ id, type: 'send', channel: 'email', message });
const wait = (id: string) => ({ id, type: 'wait', for: '30 days' });

const journey = (key: string, steps: readonly unknown[]) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { on: `Started ${key}`, again: 'always' },
  steps,
});

const point = { id: 'point', type: 'points', by: 1, reason: 'it was passed' };

const files = {
  'segments/loyal.json': {
    key: 'loyal',
    name: 'Loyal',
    when: { all: [{ fact: 'profile', path: '$.traits.loyal', operator: 'equal', value: true }] },
  },
  'journeys/crowd.json': journey('crowd', [wait('first'), point, wait('second'), wait('third')]),
  'journeys/result.json': journey('result', [mail('hello', 'welcome'), wait('first'), wait('second')]),
  'journeys/stopped.json': journey('stopped', [mail('hello', 'welcome'), wait('rest')]),
  'journeys/steered.json': journey('steered', [wait('first')]),
};

describe('operations on many people', () => {
  let engine: TestedEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
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

  it('moves those whom a filter finds, and nobody else', { timeout: 2 * minute }, async () => {
    for (let n = 0; n < 6; n += 1) {
      await engine.customer(`c${n}`, { loyal: n % 2 === 0 });
      await engine.track(`c${n}`, 'Started crowd');
    }
    const body = { do: { kind: 'move', to: 'third' }, who: { journey: 'crowd', segment: 'loyal' } };
    expect(await admin.call('POST', '/api/jobs?dryRun=1', body)).toMatchObject({
      status: 200,
      body: { total: 3, standing: [{ version: 1, step: 'first', runs: 3 }], problems: [] },
    });
    expect(await stepsOf('crowd')).toEqual({ first: 6 });
    const job = await admin.jobEnd((await start(body)).id);
    expect(job).toMatchObject({ state: 'done', total: 3, done: 3, failed: 0 });
    expect(await stepsOf('crowd')).toEqual({ first: 3, third: 3 });
  });

  it('names what is not there, and does nothing', async () => {
    const body = {
      do: { kind: 'move', to: 'thrid' },
      who: { journey: 'crowd', segment: 'loyl', step: 'fist' },
    };
    const { status, body: said } = await admin.call('POST', '/api/jobs', body);
    expect(status).toBe(422);
    expect(said).toMatchObject({
      problems: [
        { code: 'unknown-segment', hint: 'Did you mean `loyal`?' },
        { code: 'unknown-step', path: 'who.step', hint: 'Did you mean `first`?' },
      ],
    });
    const none = { do: { kind: 'skip' }, who: { journey: 'crwd' } };
    expect(await admin.call('POST', '/api/jobs', none)).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'unknown-journey', hint: 'Did you mean `crowd`?' }] },
    });
  });

  it('does the same job once, however often it is begun', { timeout: 2 * minute }, async () => {
    const wish = {
      tenant: engine.tenant,
      id: 'the-same',
      action: { kind: 'skip' },
      who: { journey: 'crowd', step: 'first' },
    } as const;
    const jobs = await Promise.all([1, 2, 3].map(() => engine.engine.startJob.start(wish)));
    expect(new Set(jobs.map((job) => job.id))).toEqual(new Set(['the-same']));
    expect(await admin.jobEnd('the-same')).toMatchObject({ total: 3, done: 3 });
    await engine.engine.startJob.start({ ...wish, who: { journey: 'crowd' } });
    expect(await admin.jobEnd('the-same')).toMatchObject({ total: 3, done: 3 });
    expect(await stepsOf('crowd')).toEqual({ second: 3, third: 3 });
    const { peopleReads } = engine.opened.stores;
    const people = await peopleReads.profiles({ tenant: engine.tenant, limit: 50 });
    expect(people.reduce((sum, person) => sum + person.points, 0)).toBe(3);
  });

  it('finds those for whom a step came out in a way', { timeout: 2 * minute }, async () => {
    await engine.customer('r1');
    await engine.identify('r2', { email: 'r2@example.com', firstName: 'Ben' });
    await engine.track('r2', 'Consent Withdrawn', { channel: 'email', topic: '*' });
    for (const person of ['r1', 'r2']) await engine.track(person, 'Started result');
    await expect.poll(() => stepsOf('result')).toEqual({ first: 2 });
    const who = { journey: 'result', result: { step: 'hello', is: 'skipped' } };
    const job = await admin.jobEnd((await start({ do: { kind: 'exit', outcome: 'unreached' }, who })).id);
    expect(job).toMatchObject({ total: 1, done: 1 });
    expect(await stepsOf('result')).toEqual({ first: 1, unreached: 1 });
  });

  it(
    'stops a journey with the messages that were planned and not handed over',
    { timeout: 3 * minute },
    async () => {
      engine.mail.script = (to) =>
        to.startsWith('st') ? { at: 'data', answer: 451, text: '4.3.0 try later' } : undefined;
      for (const person of ['st1', 'st2']) {
        await engine.customer(person);
        await engine.track(person, 'Started stopped');
      }
      const statuses = async () => {
        const { messageReads } = engine.opened.stores;
        const rows = await messageReads.messages({ tenant: engine.tenant, journey: 'stopped', limit: 10 });
        return rows.map((row) => row.status);
      };
      await expect.poll(statuses).toEqual(['retrying', 'retrying']);
      expect(await admin.steer('stopped', 'stop', { reason: 'a wrong price' })).toMatchObject({ done: 2 });
      expect(await stepsOf('stopped')).toEqual({ stopped: 2 });
      await expect.poll(statuses).toEqual(['cancelled', 'cancelled']);
      engine.mail.script = () => undefined;
      await engine.days(1);
      expect(engine.mail.to('st1@example.com')).toHaveLength(0);
      await engine.track('st1', 'Started stopped');
      expect(await runsOf('stopped')).toHaveLength(2);
    },
  );

  it('pauses entries, drains, and takes people in again', { timeout: 2 * minute }, async () => {
    await engine.customer('e1');
    const enter = () => engine.track('e1', 'Started steered');
    await enter();
    await admin.steer('steered', 'pause');
    await enter();
    expect(await runsOf('steered')).toHaveLength(1);
    await admin.steer('steered', 'resume-entries');
    await enter();
    expect(await runsOf('steered')).toHaveLength(2);
    await admin.steer('steered', 'drain');
    await enter();
    expect(await stepsOf('steered')).toEqual({ first: 2 });
    expect(await admin.call('GET', '/api/journeys/steered')).toMatchObject({ body: { mode: 'ended' } });
    expect(await admin.call('POST', '/api/journeys/steered/pause', {})).toMatchObject({ status: 409 });
    expect(await admin.call('POST', '/api/journeys/nowhere/pause', {})).toMatchObject({ status: 404 });
    await engine.days(31);
    expect(await stepsOf('steered')).toEqual({ completed: 2 });
  });
});
