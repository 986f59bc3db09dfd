import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseWorkspace } from '../../domain/workspace/parse-workspace.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const journey = (steps: readonly object[]) => ({
  key: 'club-day',
  name: 'Club day',
  stage: 'retention',
  entry: { on: 'Club Day Visited', again: 'always' },
  steps,
});
const shown = { id: 'note', type: 'update', set: { balance: '{{profile.loyalty.club.points}}' } };
const steps = [
  { id: 'thanks', type: 'points', program: 'club', by: 50, reason: 'Club day' },
  shown,
  {
    id: 'coffee',
    type: 'points',
    program: 'club',
    by: -80,
    reason: 'Coffee',
    otherwise: [{ id: 'too-few', type: 'update', set: { missed: '{{steps.thanks.balance}}' } }],
  },
];
const club = { 'programs/club.json': { key: 'club', name: 'Club', expiry: { after: '12 months' } } };

const problemsOf = async (files: Readonly<Record<string, unknown>>) => {
  const read = await parseWorkspace({ files: await shopFiles({ tenant: 'shop', files }) });
  return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
};

describe('the step `points` of a programme', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    const files = { ...club, 'journeys/club-day.json': journey(steps) };
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(() => engine.close());
  const profileOf = async (user: string) => {
    const { tenant } = engine;
    const profileId = await engine.profileId(user);
    return engine.opened.stores.profiles.get({ tenant, profileId });
  };
  const visit = async (user: string): Promise<void> => {
    await engine.track(user, 'Club Day Visited');
    await engine.comeToRest(engine.tenant);
  };

  it('posts to the ledger, and what follows sees the balance; with too few points `otherwise` is taken', async () => {
    await engine.customer('ana');
    await visit('ana');
    const first = await profileOf('ana');
    expect(first?.loyalty?.['club']).toMatchObject({ points: 50, spent: 0, expiring: 50 });
    expect(first?.traits).toMatchObject({ balance: 50, missed: 50 });
    expect(first?.points).toBe(0);
    await visit('ana');
    expect((await profileOf('ana'))?.loyalty?.['club']).toMatchObject({ points: 20, spent: 80, earned: 100 });
    const { tenant } = engine;
    const profileId = await engine.profileId('ana');
    const postings = await engine.opened.stores.points.all({ tenant, profileId, program: 'club' });
    expect(postings.map(({ kind, reason }) => `${kind} ${reason ?? ''}`).toSorted()).toEqual([
      'earn Club day',
      'earn Club day',
      'spend Coffee',
    ]);
  });

  it('has to name a programme where there are some, and one that there is', async () => {
    const plain = { id: 'old', type: 'points', by: 5, reason: 'x' };
    const old = { 'journeys/club-day.json': journey([plain]) };
    expect(await problemsOf(old)).toEqual([]);
    expect(await problemsOf({ ...club, ...old })).toEqual(['missing-program steps[0]']);
    const other = { 'journeys/club-day.json': journey([{ ...plain, program: 'clubb' }]) };
    expect(await problemsOf({ ...club, ...other })).toEqual(['unknown-program steps[0].program']);
    const rule = {
      name: 'Present',
      on: ['Club Day Visited'],
      conditions: { all: [{ fact: 'profile', path: '$.points', operator: 'equal', value: 0 }] },
      event: { type: 'points', params: { by: 5, reason: 'x' } },
    };
    expect(await problemsOf({ 'rules/present.json': rule })).toEqual([]);
    expect(await problemsOf({ ...club, 'rules/present.json': rule })).toEqual([
      'points-without-program event.params',
    ]);
  });
});
