import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const fans = {
  key: 'fans',
  name: 'Fans',
  when: { all: [{ fact: 'profile', path: '$.traits.fan', operator: 'equal', value: true }] },
};
const tag = { id: 'tag', type: 'update', tags: { add: ['in'] } };

describe('the launch guard, for entries by the clock', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  let journeys: Record<string, unknown> = {};
  const people = ['p1', 'p2', 'p3'];

  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) => shopFiles({ tenant, files: { 'segments/fans.json': fans } }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());
  beforeEach(() => {
    journeys = {};
  });

  const now = (): number => engine.engine.clock.now(engine.tenant);
  /** An hour of the day in UTC, so many hours from now. */
  const clockIn = (hours: number): string =>
    `${new Date(now() + hours * hour).toISOString().slice(11, 13)}:00`;
  const put = async (more: object = {}, query = '') => {
    const settings = { launchGuard: { people: 2 }, timezone: 'UTC' };
    const files = await shopFiles({
      tenant: engine.tenant,
      files: { 'segments/fans.json': fans, ...journeys },
      settings,
    });
    return admin.call('PUT', `/api/workspace${query}`, { files, ...more });
  };
  const journey = (key: string, entry: object): void => {
    journeys[`journeys/${key}.json`] = { key, name: key, stage: 'retention', entry, steps: [tag] };
  };
  const runsOf = async (user: string, key: string): Promise<number> => {
    const profileId = await engine.profileId(user);
    const runs = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 100 });
    return runs.filter((run) => run.journey === key).length;
  };
  const guarded = { status: 409, body: { problems: [{ code: 'launch-guard', path: 'expect' }] } };
  const asks = (count: number) => ({
    status: 409,
    body: { problems: [{ code: 'launch-guard', hint: expect.stringContaining(`--expect ${count}`) }] },
  });

  it('asks for the audience of a schedule that comes round within a day, and not for one that comes later', async () => {
    for (const person of people) await engine.identify(person, { fan: true });
    await engine.identify('nobody', { fan: false });
    journey('soon', {
      schedule: { every: 'day', at: clockIn(3) },
      audience: 'fans',
      again: 'always',
    });
    expect(await put({}, '?dryRun=1')).toMatchObject({ status: 200, body: { entering: 3 } });
    expect(await put()).toMatchObject(asks(3));
    expect(await put({ expect: 400 })).toMatchObject(guarded);
    await engine.days(1);
    expect(await runsOf('p1', 'soon')).toBe(0);
    expect(await put({ expect: 3 })).toMatchObject({ status: 200, body: { entering: 3 } });
    await engine.days(1);
    await expect.poll(() => runsOf('p1', 'soon')).toBeGreaterThan(0);
    // It is published: publishing it again brings in nobody at once who would not come in anyway.
    expect(await put()).toMatchObject({ status: 200, body: { entering: 0 } });

    const weekday = new Date(now() + 3 * day).toLocaleDateString('en-GB', {
      weekday: 'short',
      timeZone: 'UTC',
    });
    journey('later', {
      schedule: { every: 'week', on: [weekday.toLowerCase()], at: '09:00' },
      audience: 'fans',
      again: 'always',
    });
    expect(await put()).toMatchObject({ status: 200, body: { entering: 0 } });
  });

  it('asks for dates that come within a day, and not for those that come later', async () => {
    const dateIn = (days: number): string =>
      `1990-${new Date(now() + days * day).toISOString().slice(5, 10)}`;
    for (const person of people) await engine.identify(person, { birthday: dateIn(1), nameday: dateIn(9) });
    const entry = { yearly: true, at: '00:00', again: 'always' };
    journey('birthday', { ...entry, date: '$.traits.birthday' });
    const soon = await put({}, '?dryRun=1');
    expect(soon).toMatchObject({ status: 200, body: { entering: 3 } });
    expect(await put()).toMatchObject(asks(3));
    expect(await put({ expect: 3 })).toMatchObject({ status: 200 });
    journey('nameday', { ...entry, date: '$.traits.nameday' });
    expect(await put()).toMatchObject({ status: 200, body: { entering: 0 } });
  });

  it('asks before the entries of a paused journey are resumed, with the number, and leaves it paused', async () => {
    for (const person of people) await engine.identify(person, { fan: true });
    journey('weekly', {
      schedule: { every: 'day', at: clockIn(5) },
      audience: 'fans',
      again: 'always',
    });
    expect(await put({ expect: 3 })).toMatchObject({ status: 200 });
    await admin.steer('weekly', 'pause');
    const resume = (body: object, query = '') =>
      admin.call('POST', `/api/journeys/weekly/resume-entries${query}`, body);
    expect(await resume({}, '?dryRun=1')).toMatchObject({ status: 200, body: { entering: 3 } });
    expect(await resume({})).toMatchObject(asks(3));
    expect(await admin.call('GET', '/api/journeys/weekly')).toMatchObject({ body: { mode: 'paused' } });
    expect(await resume({ expect: 3 })).toMatchObject({ status: 200 });
    expect(await admin.call('GET', '/api/journeys/weekly')).toMatchObject({ body: { mode: 'live' } });
    expect(await resume({})).toMatchObject({ status: 200, body: { entering: 0 } });
  });
});
