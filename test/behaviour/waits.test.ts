import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AcceptedEvent, eventIdOf, type StoredEvent } from '../../domain/events/event.ts';
import { localDay, zonedAt } from '../../domain/time/local.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const tag = (name: string) => ({ id: `tag-${name}`, type: 'update', tags: { add: [name] } });
const journey = (key: string, steps: readonly unknown[], more: object = {}) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on: `Begin ${key}`, again: 'always' },
    steps,
    ...more,
  },
});
const untilDate = (more: object) => ({
  id: 'until',
  type: 'wait',
  until: { date: '$.profile.traits.renewsOn', at: '09:00', ...more },
});
const mail = { id: 'mail', type: 'send', channel: 'email', message: 'order-thanks' };

const files = {
  ...journey('window', [
    { id: 'open', type: 'wait', until: { window: { from: '09:00', to: '10:00' } } },
    tag('opened'),
  ]),
  ...journey('tomorrow', [{ id: 'sleep', type: 'wait', for: '1 calendar day' }, tag('slept')]),
  ...journey('hour', [
    { id: 'best', type: 'wait', bestTime: { channel: 'email', default: '10:00' } },
    tag('best'),
  ]),
  ...journey('renewal', [untilDate({}), tag('renewed')]),
  ...journey('postpone', [{ id: 'put-off', type: 'update', set: { renewsOn: '{{entry.properties.to}}' } }]),
  ...journey('missing-exit', [untilDate({ missing: 'exit' }), tag('after')]),
  ...journey('missing-now', [untilDate({ missing: 'now' }), mail]),
  ...journey('missing-skip', [untilDate({ missing: 'skip' }), mail, tag('skipped-only-the-mail')]),
  ...journey('past-exit', [untilDate({ past: 'exit' }), tag('after')]),
  ...journey('past-now', [untilDate({ past: 'now' }), tag('gone-on')]),
  ...journey('answers', [
    {
      id: 'answer',
      type: 'wait-for',
      timeout: '2 days',
      events: [
        {
          on: 'Answered',
          where: {
            all: [{ fact: 'event', path: '$.properties.how', operator: 'equal', value: 'well' }],
          },
          then: [tag('well')],
        },
        {
          on: 'Quote Accepted',
          match: { event: '$.properties.quote', entry: '$.properties.quote' },
          then: [tag('accepted')],
        },
      ],
      otherwise: [tag('silent')],
    },
  ]),
  ...journey('quiet', [
    {
      id: 'pause',
      type: 'wait-for',
      timeout: '1 hour',
      resets: true,
      events: [{ on: 'Typed' }],
    },
    tag('paused'),
  ]),
};

describe('waits', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) => shopFiles({ tenant, files, settings: { timezone: 'Europe/Madrid' } }),
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const now = (): number => engine.engine.clock.now(engine.tenant);
  const hours = (count: number): Promise<void> => engine.days(count / 24);
  const profile = async (user: string) => {
    const [found] = await engine.opened.stores.profiles.withIds({
      tenant: engine.tenant,
      ids: [`user:${user}`],
    });
    return found ?? expect.fail(`nobody is ${user}`);
  };
  const tags = async (user: string): Promise<readonly string[]> => (await profile(user)).tags;
  const run = async (user: string) => {
    const { id: profileId } = await profile(user);
    const [latest] = await engine.opened.stores.runReads.runs({
      tenant: engine.tenant,
      profileId,
      limit: 10,
    });
    return latest ?? expect.fail('no run');
  };
  const wakesAt = async (user: string, zone: string): Promise<string | undefined> => {
    const { id: profileId } = await profile(user);
    const [active] = await engine.opened.stores.runs.activeOf({ tenant: engine.tenant, profileId });
    if (active?.wakeAt === undefined) return undefined;
    return zonedAt({ at: active.wakeAt, zone }).toPlainDateTime().toString({ smallestUnit: 'minute' });
  };
  const dayIn = (days: number): string => localDay({ at: now() + days * day, zone: 'Europe/Madrid' });
  /** Moves on to a time of day in Madrid. */
  const at = async (time: string): Promise<void> => {
    const today = zonedAt({ at: now(), zone: 'Europe/Madrid' });
    const next = today.withPlainTime(time);
    const target = next.epochMilliseconds > now() ? next : next.add({ days: 1 });
    await engine.days((target.epochMilliseconds - now()) / day);
  };

  it('goes by the local time of a person who moves to another zone in the middle of it', async () => {
    await at('12:00');
    for (const user of ['mover', 'sleeper']) await engine.identify(user, { timezone: 'Europe/Madrid' });
    await engine.track('mover', 'Begin window');
    await engine.track('sleeper', 'Begin tomorrow');
    expect(await wakesAt('mover', 'Europe/Madrid')).toMatch(/T09:00$/);
    expect(await wakesAt('sleeper', 'Europe/Madrid')).toMatch(/T12:00$/);
    await engine.identify('mover', { timezone: 'America/New_York' });
    await expect.poll(() => wakesAt('mover', 'America/New_York')).toMatch(/T09:00$/);
    await engine.identify('sleeper', { timezone: 'Asia/Tokyo' });
    await engine.days(2);
    expect([await tags('mover'), await tags('sleeper')]).toEqual([['opened'], ['slept']]);
  });

  it('is moved by a change of the date it depends on, made by an event or by a step of another journey', async () => {
    await engine.identify('cid', { renewsOn: dayIn(4) });
    await engine.track('cid', 'Begin renewal');
    const [sooner, later] = [dayIn(2), dayIn(6)];
    await engine.identify('cid', { renewsOn: sooner });
    await expect.poll(() => wakesAt('cid', 'Europe/Madrid')).toBe(`${sooner}T09:00`);
    await engine.track('cid', 'Begin postpone', { to: later });
    await expect.poll(() => wakesAt('cid', 'Europe/Madrid')).toBe(`${later}T09:00`);
    await engine.days(5);
    expect(await tags('cid')).toEqual([]);
    await engine.days(2);
    expect(await tags('cid')).toEqual(['renewed']);
  });

  it('does what it says where the date is missing or has passed', async () => {
    await engine.customer('undated');
    await engine.track('undated', 'Begin missing-exit');
    expect(await run('undated')).toMatchObject({ journey: 'missing-exit', outcome: 'exited' });
    await engine.track('undated', 'Begin missing-skip');
    expect(await tags('undated')).toEqual(['skipped-only-the-mail']);
    expect(engine.mail.to('undated@example.com')).toHaveLength(0);
    await engine.track('undated', 'Begin missing-now', { order_id: 'o-1' });
    const rows = await engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      profileId: await engine.profileId('undated'),
      limit: 50,
    });
    expect(
      rows.some((row) => row.journey === 'missing-now' && row.step === 'mail' && row.kind !== 'waiting'),
    ).toBe(true);
    await engine.identify('old', { renewsOn: dayIn(-3) });
    await engine.track('old', 'Begin past-exit');
    expect(await tags('old')).toEqual([]);
    await engine.track('old', 'Begin past-now');
    expect(await tags('old')).toEqual(['gone-on']);
  });

  it('wakes at the hour at which the person reads, once that is known', async () => {
    await engine.customer('reader');
    await at('12:00');
    await engine.track('reader', 'Begin hour');
    expect(await wakesAt('reader', 'Europe/Madrid')).toMatch(/T10:00$/);
    await at('18:20');
    for (const n of [1, 2, 3, 4, 5]) {
      const machine = { message_id: `m-${n}`, machine: true };
      await engine.track('reader', 'Email Opened', { message_id: `m-${n}` });
      await engine.track('reader', 'Link Clicked', machine, { timestamp: now() - 6 * 60 * minute });
    }
    await at('12:00');
    await engine.track('reader', 'Begin hour');
    await expect.poll(() => wakesAt('reader', 'Europe/Madrid')).toMatch(/T18:00$/);
  });

  it('takes the first of several events that is meant, and the other way when none comes in time', async () => {
    for (const user of ['well', 'badly', 'quoted']) {
      await engine.identify(user, {});
      await engine.track(user, 'Begin answers', { quote: `q-${user}` });
    }
    await engine.track('well', 'Answered', { how: 'badly' });
    await engine.track('well', 'Answered', { how: 'well' });
    await engine.track('badly', 'Answered', { how: 'badly' });
    await engine.track('quoted', 'Quote Accepted', { quote: 'another' });
    await engine.track('quoted', 'Quote Accepted', { quote: 'q-quoted' });
    await expect.poll(() => tags('well')).toEqual(['well']);
    await expect.poll(() => tags('quoted')).toEqual(['accepted']);
    await engine.days(3);
    expect(await tags('badly')).toEqual(['silent']);
  });

  it('starts its time again each time the event comes again', async () => {
    await engine.identify('typist', {});
    await engine.track('typist', 'Begin quiet');
    for (let round = 0; round < 3; round += 1) {
      await hours(0.75);
      await engine.track('typist', 'Typed');
      await expect
        .poll(async () => (await wakesAt('typist', 'UTC')) ?? '')
        .toBe(
          zonedAt({ at: now() + 60 * minute, zone: 'UTC' })
            .toPlainDateTime()
            .toString({ smallestUnit: 'minute' }),
        );
    }
    expect(await tags('typist')).toEqual([]);
    await hours(1.1);
    expect(await tags('typist')).toEqual(['paused']);
  });

  it('counts an event that was dispatched just before it, and follows a person who turns out to be another', async () => {
    const event = (name: string, more: Partial<AcceptedEvent>): AcceptedEvent => ({
      messageId: `${name}-${more.userId ?? more.anonymousId ?? ''}`,
      type: 'track',
      name,
      externalIds: [],
      properties: {},
      traits: {},
      context: {},
      timestamp: now(),
      source: 'api',
      trust: 'server',
      backfill: false,
      ...more,
    });
    const { engine: parts, tenant } = engine;
    await engine.identify('early', {});
    const early = { userId: 'early', properties: { how: 'well' } };
    await parts.accept({ tenant, events: [event('Answered', early), event('Begin answers', early)] });
    await parts.dispatcher.idle();
    await expect.poll(() => tags('early')).toEqual(['well']);

    await engine.identify('known', {});
    const visitor = { anonymousId: 'visitor-1' };
    await parts.accept({ tenant, events: [event('Begin answers', visitor)] });
    await parts.dispatcher.idle();
    await parts.accept({
      tenant,
      events: [event('identify', { ...visitor, type: 'identify', userId: 'known' })],
    });
    await parts.dispatcher.idle();
    await engine.track('known', 'Answered', { how: 'well' });
    await expect.poll(() => tags('known')).toEqual(['well']);
  });

  it('hears when its time is over what came in time, also when the process that should have told it was gone', async () => {
    await engine.identify('late', {});
    await engine.track('late', 'Begin answers');
    const { events } = engine.opened.stores;
    const { tenant } = engine;
    const id = eventIdOf({ trust: 'server', messageId: 'stored-and-not-told' });
    const event: StoredEvent = {
      tenant,
      id,
      messageId: 'stored-and-not-told',
      type: 'track',
      name: 'Answered',
      userId: 'late',
      externalIds: [],
      properties: { how: 'well' },
      traits: {},
      context: {},
      timestamp: now(),
      receivedAt: now(),
      source: 'api',
      trust: 'server',
      backfill: false,
    };
    // As an API leaves it that is killed after it knew whom the event is about; its lease has a day to run.
    await events.insert({ rows: [{ event, state: 'pending', due: Date.now() + day }] });
    const { id: profileId } = await profile('late');
    const follow = { joined: [], left: [], changed: [], rules: [] };
    await events.assign({ tenant, id, profileId, follow });
    await engine.days(2.1);
    expect(await tags('late')).toEqual(['well']);
  });
});
