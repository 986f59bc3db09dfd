import { Analytics } from '@segment/analytics-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, scenarios } from '../testing.ts';
import { createSegmentFake } from './fake.ts';
import { segmentPlugin } from './segment.ts';

const writeKey = 'canary-write-key';
const at = '2026-03-01T11:00:00.000Z';
const track = {
  event: 'Tier Reached',
  properties: { tier: 'gold', points: 120 },
  userId: 'ana',
  timestamp: at,
};
const identify = { traits: { stage: 'customer' }, userId: 'ana', anonymousId: '', timestamp: at };

conformance({
  plugin: segmentPlugin,
  secrets: { KEY: writeKey },
  config: (url) => ({ ...(url === '' ? {} : { url }), writeKey: { env: 'KEY' } }),
  provider: { start: () => createSegmentFake(writeKey), plays: scenarios },
  actions: {
    track: {
      input: track,
      junk: [
        { userId: 'ana' },
        { ...track, userId: '' },
        { ...track, timestamp: 'yesterday' },
        { event: 'x' },
      ],
    },
    identify: { input: identify, junk: [{ traits: { a: 1 } }, { ...identify, traits: 'x' }] },
    'put-events': {
      input: { events: [{ ...track, type: 'track', messageId: 'm-1' }] },
      junk: [
        { events: [] },
        { events: [{ ...track, type: 'track' }] },
        { events: [{ type: 'track', messageId: 'm', timestamp: at, userId: 'ana' }] },
        { events: [{ type: 'page', messageId: 'm', timestamp: at }] },
      ],
    },
  },
});

describe('Segment', () => {
  let fake: Awaited<ReturnType<typeof createSegmentFake>>;
  beforeEach(async () => {
    fake = await createSegmentFake(writeKey);
  });
  afterEach(() => fake.close());

  const call = (action: string, input: object) =>
    callAction({
      plugin: segmentPlugin,
      config: { url: fake.url, writeKey: { env: 'KEY' } },
      secrets: { KEY: writeKey },
      action,
      input,
      idempotencyKey: `ours-${action}`,
    });

  test('@segment/analytics-node 3.1.0 is answered by the fake, and says of the same event and person what the connector says', async () => {
    const client = new Analytics({ writeKey, host: fake.url, flushAt: 1 });
    const { event, properties, userId } = track;
    client.track({ userId, event, properties, timestamp: at, messageId: 'theirs-track' });
    client.identify({ userId, traits: identify.traits, timestamp: at, messageId: 'theirs-identify' });
    await client.closeAndFlush();
    for (const [action, input] of Object.entries({ track, identify })) {
      expect(await call(action, input)).toMatchObject({ kind: 'done' });
      const same = { messageId: '', context: undefined, integrations: undefined, _metadata: undefined };
      const [theirs, ours] = ['theirs', 'ours'].map((whose) => ({
        ...Object(fake.calls.get(`${whose}-${action}`)),
        ...same,
      }));
      expect({ ...ours, timestamp: at }).toEqual({ ...theirs, timestamp: at });
      expect(new Date(ours.timestamp).toISOString()).toBe(new Date(theirs.timestamp).toISOString());
    }
  });

  test('a call that is repeated counts once', async () => {
    await call('track', track);
    await call('track', { ...track, event: 'Written a minute later' });
    expect([...fake.calls.values()]).toMatchObject([{ event: 'Tier Reached' }]);
  });

  const events = (sizes: readonly number[]) =>
    sizes.map((size, index) => ({
      ...track,
      type: 'track',
      messageId: `m-${index}`,
      properties: { note: 'x'.repeat(size) },
    }));

  test('events go in batches that Segment takes, in their order; one that is too large for it holds up no other', async () => {
    const sizes = [...Array.from({ length: 40 }, () => 30_000), 40_000, 10];
    const done = await call('put-events', { events: events(sizes) });
    expect(done).toMatchObject({
      kind: 'done',
      output: { sent: 41, refused: [{ messageId: 'm-40', reason: expect.stringContaining('32 KB') }] },
    });
    const ids = sizes.map((_, index) => `m-${index}`).filter((id) => id !== 'm-40');
    expect([...fake.calls.keys()]).toEqual(ids);
  });

  const poison = { note: 'x', traits: { poison: true } };

  test('an event that Segment does not take is set aside with its reason, and all others arrive in their order', async () => {
    const given = events(Array.from({ length: 37 }, () => 10)).map((event, index) =>
      [3, 4, 30].includes(index) ? { ...event, properties: poison } : event,
    );
    fake.refuses('poison');
    const done = await call('put-events', { events: given });
    expect(done).toMatchObject({ kind: 'done', output: { sent: 34 } });
    expect(done).toHaveProperty(
      'output.refused',
      ['m-3', 'm-4', 'm-30'].map((messageId) => ({ messageId, reason: expect.stringContaining('poison') })),
    );
    expect([...fake.calls.keys()]).toEqual(
      given.map(({ messageId }) => messageId).filter((id) => !['m-3', 'm-4', 'm-30'].includes(id)),
    );
  });

  test('a batch that is too long for the other side is halved until it fits', async () => {
    fake.takesAtMost(5);
    const given = events(Array.from({ length: 23 }, () => 10));
    expect(await call('put-events', { events: given })).toMatchObject({ output: { sent: 23, refused: [] } });
    expect([...fake.calls.keys()]).toEqual(given.map(({ messageId }) => messageId));
  });

  test('where everything is refused nothing is set aside: the reason is not in the events', async () => {
    fake.refuses('poison');
    const given = events(Array.from({ length: 20 }, () => 10)).map((one) => ({ ...one, properties: poison }));
    expect(await call('put-events', { events: given })).toMatchObject({
      kind: 'rejected',
      code: 'events-refused',
    });
    expect(fake.calls.size).toBe(0);
    const last = { ...track, type: 'track', messageId: 'm-last' };
    const done = await call('put-events', { events: [...given, last] });
    expect(done).toMatchObject({ output: { sent: 1, refused: { length: 20 } } });
  });

  test('what Segment need not know is left out at any depth, and a context that is too much', async () => {
    const [first, second] = events([10, 10]);
    const context = { ip: '192.0.2.7', locale: 'es', device: { ip: '192.0.2.7', id: 'd' } };
    const huge = { note: 'x'.repeat(40_000) };
    const given = [
      { ...first, context },
      { ...second, context: huge },
    ];
    expect(await call('put-events', { events: given })).toMatchObject({ output: { sent: 2 } });
    expect(fake.calls.get('m-0')).toMatchObject({ context: { locale: 'es', device: { id: 'd' } } });
    expect(JSON.stringify(fake.calls.get('m-0'))).not.toContain('192.0.2.7');
    expect(fake.calls.get('m-1')).not.toHaveProperty('context');
  });
});
