import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { enterMany } from '../harness/enter-many.ts';
import { shopFiles } from '../harness/shop.ts';

const mail = (id: string) => ({ id, type: 'send', channel: 'email', message: 'welcome' });

/** Welcomes at once, or after a day, and once more three days later. */
const twice = (key: string, first: readonly unknown[] = []) => ({
  key,
  name: key,
  stage: 'acquisition',
  entry: { on: `Started ${key}`, again: 'never' },
  steps: [...first, mail('first'), { id: 'think', type: 'wait', for: '3 days' }, mail('second')],
});

const day = { id: 'day', type: 'wait', for: '1 day' };
const journeys = [twice('usual'), twice('bounced'), twice('spam'), twice('crowd'), twice('later', [day])];

const filesOf = (guards: unknown) => (tenant: string) =>
  shopFiles({
    tenant,
    files: Object.fromEntries(journeys.map((journey) => [`journeys/${journey.key}.json`, journey])),
    settings: guards === undefined ? {} : { guards },
  });

const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);

type Frozen = { readonly reason?: string; readonly by?: string } | undefined;

describe('a guard of a journey', () => {
  let engine: TestedEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    const guards = {
      complaints: { rate: 10, of: 10 },
      bounces: { rate: 20, of: 10 },
      failures: { rate: 50, of: 10 },
      entries: { times: 3, atLeast: 30 },
    };
    engine = await startMemoryEngine({ files: filesOf(guards) });
    admin = adminClient(engine);
  });

  afterAll(() => engine.close());

  const frozenOf = async (journey: string): Promise<Frozen> => {
    const view = await engine.opened.stores.journeyReads.journey({
      tenant: engine.tenant,
      key: journey,
      counts: [],
    });
    return view?.frozen;
  };
  const trips = (journey: string) =>
    engine.opened.stores.trips.list({ tenant: engine.tenant, journey, limit: 10 });
  const tripped = async (journey: string): Promise<void> => {
    expect((await frozenOf(journey))?.by).toBe('guard');
  };
  const mailsTo = (people: readonly string[]): number =>
    people.reduce((sum, one) => sum + engine.mail.to(`${one}@example.com`).length, 0);

  it('follows the development clock: what fails within a long advance stops the rest of it', async () => {
    const people = names('cleo', 12);
    await enterMany(engine, 'later', people);
    engine.mail.script = (to) =>
      to.startsWith('cleo') ? { at: 'data', answer: 554, text: '5.7.1 refused' } : undefined;
    const tries = { second: 0 };
    await engine.days(2);
    expect((await frozenOf('later'))?.by).toBe('guard');
    // Those of other journeys go on meanwhile.
    engine.mail.script = (to) => {
      if (to.startsWith('cleo')) tries.second += 1;
      return undefined;
    };
    await engine.days(10);
    expect(mailsTo(people)).toBe(0);
    expect(tries.second).toBe(0);
  });

  it('stops it when too many addresses do not exist, and not for those before a person let it go on', async () => {
    engine.mail.script = (to) =>
      to.startsWith('dead') ? { at: 'rcpt', answer: 550, text: '5.1.1 no such user' } : undefined;
    await enterMany(engine, 'bounced', [...names('dan', 8), ...names('dead', 3)]);
    await tripped('bounced');
    expect((await trips('bounced'))[0]?.numbers).toMatchObject({ guard: 'bounces', bad: 3, all: 11 });
    await admin.steer('bounced', 'resume');
    await enterMany(engine, 'bounced', [...names('eva', 9), ...names('gone', 1)]);
    await engine.engine.checkJourneys.all(engine.tenant);
    expect(await frozenOf('bounced')).toBeUndefined();
  });

  it('stops it when too many mark its messages as spam', async () => {
    engine.mail.script = () => undefined;
    const people = names('fay', 12);
    await enterMany(engine, 'spam', people);
    const { messageReads } = engine.opened.stores;
    const sent = await messageReads.messages({ tenant: engine.tenant, journey: 'spam', limit: 20 });
    expect(sent).toHaveLength(12);
    for (const [n, { id, profileId }] of sent.slice(0, 2).entries()) {
      expect(await frozenOf('spam'), `after ${n} complaints`).toBeUndefined();
      await engine.track('somebody', 'Email Marked as Spam', { message_id: id }, { profileId });
      await engine.track('somebody', 'Email Marked as Spam', { message_id: id }, { profileId });
      if (n === 0) await engine.engine.checkJourneys.all(engine.tenant);
    }
    await tripped('spam');
    expect((await trips('spam'))[0]?.numbers).toMatchObject({ guard: 'complaints', bad: 2, all: 12 });
  });

  it('stops it when far more enter than usual; the first crowd of a new journey is welcome', async () => {
    await enterMany(engine, 'crowd', names('gus', 31));
    await engine.engine.checkJourneys.all(engine.tenant);
    expect(await frozenOf('crowd')).toBeUndefined();
    await engine.days(9);
    await enterMany(engine, 'crowd', names('hal', 29));
    await engine.engine.checkJourneys.all(engine.tenant);
    expect(await frozenOf('crowd')).toBeUndefined();
    await enterMany(engine, 'crowd', names('ida', 1));
    await tripped('crowd');
    expect((await trips('crowd'))[0]?.numbers).toMatchObject({ guard: 'entries', count: 30 });
  });
});

describe('the guards of a journey as they come', () => {
  let engine: TestedEngine;

  beforeAll(async () => {
    engine = await startMemoryEngine({ files: filesOf(undefined) });
  });

  afterAll(() => engine.close());

  it('let four hundred messages pass of which two fail', async () => {
    const failing = new Set(['ana7', 'ana8'].map((one) => `${one}@example.com`));
    engine.mail.script = (to) =>
      failing.has(to) ? { at: 'rcpt', answer: 550, text: '5.1.1 no such user' } : undefined;
    const people = names('ana', 400);
    for (let from = 0; from < people.length; from += 50) {
      await enterMany(engine, 'usual', people.slice(from, from + 50));
      await engine.engine.checkJourneys.all(engine.tenant);
    }
    // A delivery that takes long goes on in real time.
    await expect.poll(() => engine.mail.mails.length).toBe(398);
    await engine.engine.checkJourneys.all(engine.tenant);
    const view = await engine.opened.stores.journeyReads.journey({
      tenant: engine.tenant,
      key: 'usual',
      counts: [],
    });
    expect(view?.frozen).toBeUndefined();
  });
});
