import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createBlueskyFake } from '../../plugins/bluesky/fake.ts';
import { createMastodonFake } from '../../plugins/mastodon/fake.ts';
import type { Scenario } from '../../plugins/testing/subject.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { troubledEnv, troubledKey as key, troubledVariable as env } from '../harness/troubled-connectors.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const minute = 1 / 24 / 60;

/** What networks do for some minutes; with `after` so many requests of a post go well. */
const troubles: readonly { readonly scenario: Scenario; readonly after: number }[] = [
  { scenario: 'unauthorized', after: 0 },
  { scenario: 'throttled-date', after: 0 },
  { scenario: 'throttled', after: 0 },
  { scenario: 'server-error', after: 0 },
  { scenario: 'lost', after: 0 },
  { scenario: 'lost', after: 1 },
  { scenario: 'cut', after: 0 },
  { scenario: 'cut', after: 1 },
  { scenario: 'garbage', after: 0 },
  { scenario: 'garbage', after: 1 },
];

const bodyOf = z.looseObject({ text: z.string().optional(), status: z.string().optional() });
const recordOf = z.looseObject({ record: z.looseObject({ text: z.string() }) });

describe('posts on networks that have trouble', () => {
  let engine: TestedEngine;
  let mastodon: Awaited<ReturnType<typeof createMastodonFake>>;
  let bluesky: Awaited<ReturnType<typeof createBlueskyFake>>;
  beforeAll(async () => {
    mastodon = await createMastodonFake(key);
    bluesky = await createBlueskyFake(key);
    const plugins = {
      mastodon: { use: 'mastodon', config: { server: mastodon.url, token: env, listen: false } },
      bluesky: {
        use: 'bluesky',
        config: { service: bluesky.url, identifier: 'shop.example', password: env, listen: false },
      },
    };
    engine = await startMemoryEngine({
      start,
      env: troubledEnv,
      files: (tenant) => shopFiles({ tenant, files: {}, settings: { guards: { plugins: false }, plugins } }),
    });
  });
  afterAll(async () => {
    await engine.close();
    await mastodon.close();
    await bluesky.close();
  });

  const call = (method: string, path: string, body?: unknown) => adminClient(engine).call(method, path, body);
  const pass = async (minutes: number): Promise<void> => {
    for (let n = 0; n < minutes; n += 1) await engine.days(minute);
  };
  const shown = () => ({
    mastodon: mastodon.bodies.map((body) => bodyOf.parse(body).status),
    bluesky: bluesky.bodies.map((body) => recordOf.parse(body).record.text),
  });

  it.each(troubles)(
    '$scenario after $after requests: a post and its comment are there once',
    async ({ scenario, after }) => {
      const name = `${scenario}-${after}`;
      mastodon.clock.now = engine.engine.clock.now(engine.tenant);
      for (const network of [mastodon, bluesky]) network.playAfter?.(after, scenario);
      const networks = [{ instance: 'mastodon' }, { instance: 'bluesky' }];
      const made = await call('POST', '/api/posts', {
        text: `Post ${name}`,
        comment: `More ${name}`,
        networks,
      });
      const { id } = z.looseObject({ id: z.string() }).parse(made.body);
      await pass(3);
      for (const network of [mastodon, bluesky]) network.play('ok');
      await pass(20);
      expect((await call('GET', `/api/posts/${id}`)).body).toMatchObject({
        state: 'published',
        networks: [
          { instance: 'mastodon', state: 'published', comment: { state: 'published' } },
          { instance: 'bluesky', state: 'published', comment: { state: 'published' } },
        ],
      });
      for (const [network, texts] of Object.entries(shown())) {
        const ours = texts.filter((text) => text?.endsWith(` ${name}`) === true);
        expect(ours, network).toEqual([`Post ${name}`, `More ${name}`]);
      }
    },
  );

  it('a session that ended is begun again: the post is there once', async () => {
    bluesky.expire();
    const made = await call('POST', '/api/posts', {
      text: 'Post renewed',
      networks: [{ instance: 'bluesky' }],
    });
    expect(made.status).toBe(200);
    await pass(3);
    expect(shown().bluesky.filter((text) => text === 'Post renewed')).toHaveLength(1);
  });
});
