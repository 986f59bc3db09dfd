import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { JsonObject } from '../../domain/json.ts';
import type { Scenario } from '../../plugins/testing/subject.ts';
import { adminClient } from '../harness/admin-client.ts';
import { agreeAt } from '../harness/authorization-server.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { type TroubledSync, troubledSyncs } from '../harness/troubled-syncs.ts';
import { troubledEnv } from '../harness/troubled-connectors.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const minute = 1 / 24 / 60;
type Running = Awaited<ReturnType<TroubledSync['start']>>;

const syncBody = z.looseObject({ state: z.string(), error: z.string().optional(), issues: z.number() });

const syncOf = ({ use, object, fields }: TroubledSync) => ({
  plugin: use,
  object,
  every: '5 minutes',
  match: { ours: 'email', theirs: fields['email'] },
  fields: Object.entries(fields).map(([ours, theirs]) => ({
    ours,
    theirs,
    ...(ours === 'email' ? { as: 'lower' } : {}),
    ...(ours === 'shade' ? { clear: true } : {}),
  })),
});

/** What providers do for a quarter of an hour; with `after` so many requests of the first round go well. */
const troubles: readonly { readonly scenario: Scenario; readonly after: number }[] = [
  { scenario: 'unauthorized', after: 0 },
  { scenario: 'throttled-seconds', after: 0 },
  { scenario: 'throttled-date', after: 0 },
  { scenario: 'throttled', after: 0 },
  { scenario: 'server-error', after: 0 },
  { scenario: 'unavailable', after: 2 },
  { scenario: 'lost', after: 0 },
  { scenario: 'lost', after: 2 },
  { scenario: 'cut', after: 0 },
  { scenario: 'cut', after: 3 },
  { scenario: 'huge', after: 0 },
  { scenario: 'garbage', after: 0 },
  { scenario: 'garbage', after: 2 },
];

describe('people kept the same in four systems at once, all of which have trouble', () => {
  const providers = new Map<string, Running>();
  const emails = new Set<string>();
  let engine: TestedEngine;
  const get = (use: string): Running => {
    const provider = providers.get(use);
    if (provider === undefined) throw new Error(`${use} does not run`);
    return provider;
  };
  const call = (method: string, path: string, body?: unknown) => adminClient(engine).call(method, path, body);

  beforeAll(async () => {
    for (const { use, start: startProvider } of troubledSyncs) providers.set(use, await startProvider());
    const plugins = Object.fromEntries(
      troubledSyncs.map(({ use, config }) => [use, { use, config: config(get(use).url) }]),
    );
    const syncs = Object.fromEntries(troubledSyncs.map((one) => [one.use, syncOf(one)]));
    engine = await startMemoryEngine({
      start,
      env: troubledEnv,
      files: (tenant) => shopFiles({ tenant, files: {}, settings: { plugins, syncs } }),
    });
    const { body } = await call('POST', '/api/connectors/hubspot/connect', {});
    const back = new URL(
      await agreeAt({ url: z.object({ url: z.string() }).parse(body).url, until: engine.url }),
    );
    await engine.request(`${back.pathname}${back.search}`);
    await person({ email: 'anchor@example.com', lastName: 'Anchor' });
    await pass(10, 6);
  });
  afterAll(async () => {
    await engine.close();
    for (const provider of providers.values()) await provider.close();
  });

  const person = async ({ email, ...traits }: JsonObject & { email: string }): Promise<void> => {
    emails.add(email);
    await engine.identify(email, { email, ...traits });
  };
  /** Lets time pass everywhere, so many minutes so many times. */
  const pass = async (minutes: number, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      await engine.days(minutes * minute);
      // A token may be renewed once a minute of the machine's clock.
      await engine.engine.pause(60_000);
      for (const provider of providers.values()) provider.pass(minutes * 60_000);
    }
  };
  const sync = async (use: string) => syncBody.parse((await call('GET', `/api/syncs/${use}`)).body);
  /** The addresses there, each as often as it is there. */
  const there = ({ use, fields }: TroubledSync): readonly string[] =>
    get(use)
      .all()
      .map((record) => String(record.fields[fields['email'] ?? '']))
      .toSorted();
  const lastNameThere = ({ use, fields }: TroubledSync, email: string) =>
    get(use)
      .all()
      .find((record) => record.fields[fields['email'] ?? ''] === email)?.fields[fields['lastName'] ?? ''];

  /** Somebody new here, somebody new in each system, and a change here. */
  const work = async (name: string): Promise<void> => {
    await person({ email: `here-${name}@example.com`, lastName: 'Here' });
    await engine.identify('anchor@example.com', { lastName: name });
    for (const { use, fields } of troubledSyncs) {
      const email = `${use}-${name}@example.com`;
      emails.add(email);
      get(use).add({ [fields['email'] ?? '']: email, [fields['lastName'] ?? '']: use });
    }
  };

  const expectAllWell = async (name: string): Promise<void> => {
    for (const one of troubledSyncs) {
      expect(await sync(one.use), one.use).toMatchObject({ state: 'waiting', issues: 0 });
      expect(there(one), one.use).toEqual([...emails].toSorted());
      expect(lastNameThere(one, 'anchor@example.com'), one.use).toBe(name);
    }
    for (const email of emails) {
      const found = await engine.opened.stores.profiles.withIds({
        tenant: engine.tenant,
        ids: [`email:${email}`],
      });
      expect(found, email).toHaveLength(1);
    }
  };

  it('all have everybody once while nothing is wrong', async () => {
    await work('calm');
    await pass(10, 4);
    await expectAllWell('calm');
  });

  it.each(troubles)(
    '$scenario after $after requests: nobody is lost, and nobody is made twice',
    async ({ scenario, after }) => {
      const name = `${scenario}-${after}`;
      for (const provider of providers.values()) provider.playAfter?.(after, scenario);
      await work(name);
      await pass(5, 3);
      for (const provider of providers.values()) provider.play('ok');
      await pass(20, 3);
      await expectAllWell(name);
    },
  );

  it('a token that ends is renewed on the way: nobody is lost, and no sync stops', async () => {
    for (const provider of providers.values()) provider.expire?.();
    await work('token-ended');
    await pass(6, 1);
    for (const { use } of troubledSyncs) expect((await sync(use)).error, use).toBeUndefined();
    for (const provider of providers.values()) provider.expire?.();
    await pass(10, 5);
    await expectAllWell('token-ended');
  });

  it('a row that is refused, in an answer 207 or 200, keeps nobody else back, and goes out once it is mended', async () => {
    const wrong: JsonObject = Object.assign({}, ...troubledSyncs.map((one) => one.wrong));
    const mended: JsonObject = Object.assign({}, ...troubledSyncs.map((one) => one.mended));
    await person({ email: 'one@example.com', lastName: 'One' });
    await person({ email: 'wrong@example.com', ...wrong });
    await person({ email: 'two@example.com', lastName: 'Two' });
    await pass(10, 4);
    for (const one of troubledSyncs) {
      expect(there(one), one.use).toEqual(
        [...emails].filter((email) => !email.startsWith('wrong')).toSorted(),
      );
      expect(await sync(one.use), one.use).toMatchObject({ state: 'waiting', issues: 1 });
    }
    await engine.identify('wrong@example.com', mended);
    await pass(30, 4);
    await expectAllWell('token-ended');
  });
});
