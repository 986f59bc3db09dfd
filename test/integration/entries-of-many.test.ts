import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createEnterMany } from '../../engine/entries/enter-many.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const tag = (name: string) => ({ id: 'tag', type: 'update', tags: { add: [name] } });
const journey = (key: string, entry: unknown) => ({
  [`journeys/${key}.json`]: { key, name: key, stage: 'retention', entry, steps: [tag(key)] },
});
const fans = {
  'segments/fans.json': {
    key: 'fans',
    name: 'Fans',
    when: { all: [{ fact: 'profile', path: '$.traits.fan', operator: 'equal', value: true }] },
  },
};
const birthday = journey('birthday', {
  date: '$.traits.birthday',
  yearly: true,
  at: '09:00',
  again: 'always',
});

describe('entries of many people', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine({
      files: (tenant) => shopFiles({ tenant, files: journey('welcome', { on: 'Never' }) }),
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const now = (): number => engine.engine.clock.now(engine.tenant);
  const publish = async (files: Readonly<Record<string, unknown>>): Promise<void> =>
    engine.publishFiles(await shopFiles({ tenant: engine.tenant, files }));
  const entries = async (user: string, of: string): Promise<number> => {
    const profileId = await engine.profileId(user);
    const runs = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 100 });
    return runs.filter((run) => run.journey === of).length;
  };

  it('takes in who is present in a segment that is as new as the journey, once, and later joiners on joining', async () => {
    await engine.identify('old-fan', { fan: true });
    await engine.identify('no-fan', { fan: false });
    const loves = journey('loves', { segment: 'fans', present: true, again: 'always' });
    const joins = journey('joins', { segment: 'fans', again: 'always' });
    await publish({ ...fans, ...loves, ...joins });
    await expect.poll(() => entries('old-fan', 'loves')).toBe(1);
    await engine.identify('new-fan', { fan: true });
    await engine.days(1);
    expect(await entries('old-fan', 'loves')).toBe(1);
    expect(await entries('new-fan', 'loves')).toBe(1);
    expect(await entries('no-fan', 'loves')).toBe(0);
    expect([await entries('old-fan', 'joins'), await entries('new-fan', 'joins')]).toEqual([0, 1]);
  });

  it('finds the dates of everybody when a journey that starts at one is published, and again every year', async () => {
    const soon = new Date(now() + 3 * day).toISOString().slice(5, 10);
    await engine.identify('born', { birthday: `1990-${soon}` });
    await publish({ ...fans, ...birthday });
    await engine.days(5);
    expect(await entries('born', 'birthday')).toBe(1);
    await engine.days(366);
    expect(await entries('born', 'birthday')).toBe(2);
  });

  it('goes on where a process that died left off, and tells everybody once', async () => {
    const { engine: parts, opened } = engine;
    const { stores } = opened;
    await publish({
      ...fans,
      ...journey('weekly', { schedule: { every: 'day', at: '09:00' }, audience: 'fans', again: 'always' }),
    });
    // People of another business, whom nobody but this test enters.
    const tenant = `many-${randomUUID().slice(0, 8)}`;
    const people = Array.from({ length: 450 }, (_person, n) => `p_${String(n).padStart(3, '0')}`);
    const made = people.map((id) => ({
      ...newProfile({ id, tenant, ids: [`user:${id}`], referralCode: `${tenant}-${id}`, now: now() }),
      segments: ['fans'],
      traits: { fan: true },
    }));
    await Promise.all(made.map((profile) => stores.profiles.insert(profile)));
    const published = await parts.live.of(engine.tenant);
    const live = { ...parts.live, of: async () => ({ ...published, tenant }) };
    const told: AcceptedEvent[] = [];
    let at = now();
    let systemTime = Date.now();
    const processOf = (accept: (events: readonly AcceptedEvent[]) => void) =>
      createEnterMany({
        audience: stores.audience,
        jobs: stores.entryJobs,
        live,
        clock: { now: () => at, systemTime: () => systemTime },
        changeProfile: async () => made[0] ?? expect.fail('nobody'),
        accept: async ({ events }) => accept(events),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        isBusy: () => false,
      });
    const untilNothing = async (turn: (tenant: string) => Promise<string>): Promise<void> => {
      while ((await turn(tenant)) !== 'nothing');
    };
    const healthy = processOf((events) => told.push(...events));
    await untilNothing(healthy.turn);
    expect(told).toEqual([]);
    at = (await healthy.next(tenant)) ?? 0;
    // The people job looks once more first; then the schedule is due.
    await untilNothing(healthy.turn);
    at = (await healthy.next(tenant)) ?? 0;

    let pages = 0;
    const dying = processOf((events) => {
      pages += 1;
      if (pages === 2) throw new Error('killed');
      told.push(...events);
    });
    await expect(untilNothing(dying.turn)).rejects.toThrow('killed');
    expect(await healthy.turn(tenant), 'the dead one still holds it').toBe('elsewhere');
    systemTime += 11_000;
    await untilNothing(healthy.turn);
    expect(told.map((event) => event.profileId).toSorted()).toEqual(people);
    expect(new Set(told.map((event) => event.messageId)).size).toBe(450);

    told.length = 0;
    at += 3 * day;
    await untilNothing(healthy.turn);
    expect(told, 'of three occurrences that went by, the last is carried out').toHaveLength(450);
    const occurrences = new Set(told.map((event) => event.properties['occurrence']));
    expect(occurrences.size).toBe(1);
  });
});
