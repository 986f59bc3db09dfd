import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runExcluded } from '../../cli/commands/people/excluded.ts';
import { runWhy } from '../../cli/commands/people/why.ts';
import { runWhyMessage } from '../../cli/why-message.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { zonedAt } from '../../domain/time/local.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const day = 86_400_000;

const tag = { id: 'tag', type: 'update', tags: { add: ['came'] } };
const hello = { id: 'hello', type: 'send', channel: 'email', message: 'welcome' };
const journey = (key: string, entry: object, steps: readonly unknown[] = [tag]) => ({
  [`journeys/${key}.json`]: { key, name: key, stage: 'retention', entry, steps },
});
const equal = (fact: string, path: string, value: unknown) => ({ fact, path, operator: 'equal', value });
const above = { fact: 'event', path: '$.properties.value', operator: 'greaterThan', value: 20 };

const files = {
  'segments/fans.json': {
    key: 'fans',
    name: 'Fans',
    when: { all: [equal('profile', '$.traits.fan', true)] },
  },
  'rules/asking.json': {
    name: 'Asking',
    on: ['Rule Wanted'],
    conditions: { all: [equal('event', '$.event', 'Rule Wanted')] },
    event: { type: 'enrol', params: { journey: 'once' } },
  },
  ...journey('once', { on: 'Asked', again: 'never' }),
  ...journey('later', { on: 'Asked', again: 'after 3 days' }),
  ...journey('worth', { on: 'Asked', where: { all: [above] }, again: 'always' }, [hello]),
  ...journey('keyed', { on: 'Asked', key: '$.properties.cart' }),
  ...journey('long', { on: 'Stayed', again: 'after exit' }, [{ id: 'rest', type: 'wait', for: '30 days' }]),
  ...journey('fan-mail', { schedule: { every: 'day', at: '08:30' }, audience: 'fans', again: 'never' }),
  ...journey('shut', { on: 'Shut Wanted' }),
};

describe('the door of a journey', () => {
  let engine: TestedEngine;
  const now = (): number => engine.engine.clock.now(engine.tenant);
  const client = () => engineClient({ url: engine.url, apiKey: engine.keys.api });

  /** Noon of the next day, so that the hours that follow are of one day. */
  const toNoon = async (): Promise<void> => {
    const noon = zonedAt({ at: now() + day, zone: 'UTC' }).withPlainTime('12:00');
    await engine.days((noon.epochMilliseconds - now()) / day);
  };

  beforeAll(async () => {
    const settings = { timezone: 'Europe/Madrid' };
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files, settings }) });
    await toNoon();
  });
  afterAll(async () => {
    await engine.close();
  });

  const turnedAway = async (user: string) => {
    const { tenant } = engine;
    const profileId = await engine.profileId(user);
    const kinds = ['not-entered'] as const;
    const rows = await engine.opened.stores.decisionReads.decisions({ tenant, profileId, kinds, limit: 100 });
    return rows.map((row) => `${row.journey}: ${row.reason}`).toSorted();
  };
  const saying = async (run: (say: (line: string) => void) => Promise<number>): Promise<string> => {
    const lines: string[] = [];
    await run((line) => lines.push(line));
    return lines.join('\n');
  };

  it('has on record who was refused and why, each reason once a day however often it happens', async () => {
    await engine.customer('ana');
    await engine.track('ana', 'Asked', { value: 5 });
    expect(await turnedAway('ana')).toEqual(['keyed: no-key', 'worth: where']);
    const aDay = ['keyed: no-key', 'later: too-soon', 'once: once-only', 'worth: where'];
    for (let time = 0; time < 5; time += 1) await engine.track('ana', 'Asked', { value: time });
    expect(await turnedAway('ana')).toEqual(aDay);
    await toNoon();
    await engine.track('ana', 'Asked', { value: 5 });
    expect(await turnedAway('ana')).toEqual([...aDay, ...aDay].toSorted());
    await engine.days(3);
    await engine.track('ana', 'Asked', { value: 50, cart: 'c' });
    expect((await turnedAway('ana')).filter((one) => !one.startsWith('once:'))).toEqual(
      [...aDay, ...aDay].filter((one) => !one.startsWith('once:')).toSorted(),
    );
  });

  it('says in plain words why somebody did not get in, to who asks for them, for a message, and for everybody', async () => {
    await engine.customer('bea');
    await engine.track('bea', 'Asked', { value: 7, cart: 'b' });
    const [person, say] = ['bea@example.com', saying];
    const why = 'because the conditions of its entry did not hold: event.properties.value is 7';
    const timeline = await say((line) => runWhy({ person, journey: undefined, client: client(), say: line }));
    expect(timeline).toContain(`Did not enter the journey “worth”, ${why} (asked for: above 20).`);
    const message = await say((line) =>
      runWhyMessage({ person, message: 'welcome', client: client(), say: line }),
    );
    expect(message).toContain('They never entered “worth”');
    expect(message).toContain(why);
    const query = { journey: 'worth', from: new Date(now() - day / 2).toISOString() };
    const excluded = await say((line) => runExcluded({ query, limit: 50, client: client(), say: line }));
    expect(excluded).toContain(await engine.profileId('bea'));
    expect(excluded).toContain(why);
  });

  it('counts nobody who was refused among those who entered', async () => {
    const funnel = await client().call({ path: '/api/journeys/worth/funnel' });
    expect(funnel).toMatchObject({ entered: 1, people: 1, turnedAway: [{ reason: 'where', people: 2 }] });
    const once = await client().call({ path: '/api/journeys/once/funnel' });
    expect(once).toMatchObject({
      entered: 2,
      people: 2,
      turnedAway: [{ reason: 'once-only', people: 1 }],
      steps: [{ step: 'tag', entered: { people: 2, runs: 2, total: 2 } }],
    });
  });

  it('is the same door for a rule, the API, a schedule, and while no entries are taken', async () => {
    const api = (journeyKey: string, user: string) =>
      client().call({
        path: '/api/runs',
        method: 'POST',
        body: { journey: journeyKey, profile: { userId: user } },
      });
    await engine.track('cid', 'Rule Wanted');
    expect(await turnedAway('cid')).toEqual([]);
    await engine.track('cid', 'Rule Wanted');
    expect(await turnedAway('cid')).toEqual(['once: once-only']);
    await engine.identify('dot', { fan: true });
    await api('long', 'dot');
    await api('long', 'dot');
    expect(await turnedAway('dot')).toEqual(['long: in-already']);
    await engine.days(2);
    expect(await turnedAway('dot')).toEqual(['fan-mail: once-only', 'long: in-already']);
    await client().call({ path: '/api/journeys/shut/pause', method: 'POST', body: {} });
    await engine.engine.live.refresh(engine.tenant);
    await engine.track('eve', 'Shut Wanted');
    expect(await turnedAway('eve')).toEqual(['shut: not-live']);
  });

  it('turns nobody away who is let in and whose event is told again', async () => {
    const { engine: parts, tenant, opened } = engine;
    const id = await engine.track('fay', 'Stayed');
    const row = await opened.stores.events.get({ tenant, id });
    if (row === undefined) throw new Error('the event is gone');
    // What a process does that died between entering and noting the event as done.
    parts.dispatcher.push([{ ...row, state: 'pending' }]);
    await parts.dispatcher.idle();
    expect(await turnedAway('fay')).toEqual([]);
    await engine.track('fay', 'Stayed');
    expect(await turnedAway('fay')).toEqual(['long: in-already']);
  });
});
