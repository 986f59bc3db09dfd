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
});
