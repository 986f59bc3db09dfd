import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { ledgerIsWhole } from '../harness/ledger-is-whole.ts';
import { shopFiles } from '../harness/shop.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** What the engine takes in real time is added to the time of the tenant. */
const tolerance = hour;
const patience = { interval: 20 };

/** An action is always done by a workflow's own activity, never within a burst. */
const tell = {
  id: 'tell',
  type: 'action',
  plugin: 'mail',
  action: 'send',
  input: {
    to: 'team@example.org',
    from: 'shop@example.org',
    subject: 'Look',
    text: 'Look.',
    html: '<p>Look.</p>',
    messageId: '<look-1@example.org>',
    headers: {},
    date: '2026-06-01T08:00:00Z',
  },
};
const send = { id: 'tell', type: 'send', channel: 'email', message: 'welcome' };
const wait = (id: string, length: string) => ({ id, type: 'wait', for: length });
const journey = (key: string, steps: readonly object[], more: object = {}) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on: `Start ${key}`, again: 'never' },
    ...more,
    steps,
  },
});

const files = {
  ...journey('at-once', [tell, wait('after', '1 day')]),
  ...journey('later', [wait('before', '1 day'), tell, wait('after', '3 days')]),
  ...journey('heard', [
    {
      id: 'answer',
      type: 'wait-for',
      timeout: '90 days',
      events: [{ on: 'Answered', then: [tell] }],
    },
  ]),
  ...journey('outage', [wait('before', '1 day'), send]),
};

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine({ files: async (tenant) => shopFiles({ tenant, files }) });
});
afterAll(() => engine.close());

const runOf = async (key: string) => {
  const [run] = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, journey: key, limit: 1 });
  return run;
};

/** When the run was done with a step, counted from its entry. */
const leftAt = async (key: string, step: string): Promise<readonly number[]> => {
  const run = await runOf(key);
  await ledgerIsWhole({ stores: engine.opened.stores, tenant: engine.tenant, run: run?.id ?? '' });
  const rows = await engine.opened.stores.decisionReads.decisions({
    tenant: engine.tenant,
    run: run?.id ?? '',
    limit: 50,
  });
  return rows
    .filter((row) => row.step === step && ['acted', 'sent', 'waited'].includes(row.kind))
    .map((row) => row.at - (run?.enteredAt ?? 0));
};

const start = async (key: string): Promise<void> => {
  await engine.customer(key);
  await engine.track(key, `Start ${key}`);
};

describe('a development clock that is moved on by weeks', () => {
  it('waits for what somebody who came in just now is being sent', async () => {
    await start('at-once');
    await engine.days(20);
    const [told] = await leftAt('at-once', 'tell');
    expect(told).toBeLessThan(tolerance);
    const [after] = await leftAt('at-once', 'after');
    expect(after).toBeLessThan(day + tolerance);
    expect((await runOf('at-once'))?.status).toBe('ended');
  });

  it('waits on its way for what a run does when it wakes, before it goes on to what comes later', async () => {
    await start('later');
    await engine.days(20);
    const [told] = await leftAt('later', 'tell');
    expect(told).toBeLessThan(day + tolerance);
    const [after] = await leftAt('later', 'after');
    expect(after).toBeLessThan(4 * day + tolerance);
    expect((await runOf('later'))?.status).toBe('ended');
  });

  it('waits for what an event sets off that came just before', async () => {
    await start('heard');
    await engine.track('heard', 'Answered');
    await engine.days(20);
    expect((await leftAt('heard', 'tell'))[0]).toBeLessThan(tolerance);
    expect((await runOf('heard'))?.status).toBe('ended');
  });

  it('does not wait for a provider that is away: what it could not take is done when it is back', async () => {
    let isAway = true;
    engine.mail.script = (to) =>
      isAway && to === 'outage@example.com' ? { at: 'data', answer: 451 } : undefined;
    await start('outage');
    await engine.days(3);
    expect(await leftAt('outage', 'tell')).toEqual([]);
    isAway = false;
    await expect.poll(async () => (await runOf('outage'))?.status, patience).toBe('ended');
    expect((await leftAt('outage', 'tell'))[0]).toBeGreaterThan(3 * day - tolerance);
  });

  it('says that nothing moves when no worker runs, instead of waiting for ever', async () => {
    const alone = await startTestEngine({
      files: async (tenant) => shopFiles({ tenant, files }),
      withWorker: false,
      patienceMs: 500,
    });
    try {
      await alone.customer('alone');
      await alone.track('alone', 'Start later');
      await expect(alone.days(2)).rejects.toMatchObject({
        code: 'timeout',
        message: expect.stringContaining('1 of its runs are due and do not move. See that a worker runs'),
      });
    } finally {
      await alone.close();
    }
  });
});
