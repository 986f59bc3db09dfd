import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { definePlugin, type Plugin } from '../../plugins/contract.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const quarterOfAnHour = 1 / 96;

type Called = { readonly version: number; readonly input: unknown };

/** A plugin whose action takes another input in each version; it keeps those that are given, the newest first. */
const parcel = (called: Called[], versions: readonly number[]): Plugin =>
  definePlugin({
    id: 'parcel',
    version: `${versions[0] ?? 1}.0.0`,
    name: 'Parcel',
    config: z.strictObject({ depot: z.string() }),
    actions: (action) => {
      const of = (version: number) => ({
        title: 'Send a parcel',
        version,
        input: version === 1 ? z.strictObject({ to: z.string() }) : z.strictObject({ recipient: z.string() }),
        output: z.object({}),
        effect: 'read' as const,
        timeoutMs: 1_000,
        run: async (_ctx: unknown, input: unknown) => {
          called.push({ version, input });
          return { kind: 'done' as const, output: {} };
        },
      });
      const [newest = 1, ...earlier] = versions;
      return { send: action({ ...of(newest), earlier: earlier.map((version) => action(of(version))) }) };
    },
  });

const files = (input: { depot: string; tenant: string; send: object }) =>
  shopFiles({
    tenant: input.tenant,
    files: {
      'journeys/gift.json': {
        key: 'gift',
        name: 'Gift',
        stage: 'retention',
        entry: { on: 'Birthday', again: 'always' },
        steps: [
          { id: 'rest', type: 'wait', for: '10 minutes' },
          { id: 'parcel', type: 'action', plugin: 'post', action: 'send', ...input.send },
        ],
      },
      'rules/thanks.json': {
        name: 'Thanks',
        on: ['Review Written'],
        conditions: { all: [{ fact: 'event', path: '$.properties.stars', operator: 'equal', value: 5 }] },
        event: { type: 'action', params: { plugin: 'post', action: 'send', ...input.send } },
      },
    },
    settings: { plugins: { post: { use: 'parcel', config: { depot: input.depot } } } },
  });

describe('a plugin that comes with a new version of an action', () => {
  const called: Called[] = [];
  const registry: Plugin[] = [parcel(called, [1])];
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      plugins: registry,
      files: (tenant) => files({ tenant, depot: 'a', send: { input: { to: '{{profile.traits.email}}' } } }),
    });
  });
  afterAll(() => engine.close());

  /** The engine comes up with another version of the plugin, and something is published. */
  const upgrade = async (versions: readonly number[], depot: string, send: object): Promise<void> => {
    registry.splice(0, 1, parcel(called, versions));
    await engine.publishFiles(await files({ tenant: engine.tenant, depot, send }));
  };
  const missing = async () => {
    const { body } = await adminClient(engine).call('GET', '/api/plugins');
    return body;
  };

  it('is called by those inside as their version of the journey was published, and by others as it is now', async () => {
    await engine.customer('ana');
    await engine.track('ana', 'Birthday');
    await upgrade([2, 1], 'b', { input: { recipient: '{{profile.traits.email}}' } });
    await engine.customer('ben');
    await engine.track('ben', 'Birthday');
    await engine.track('ben', 'Review Written', { stars: 5 });
    expect(called.splice(0)).toEqual([{ version: 2, input: { recipient: 'ben@example.com' } }]);
    await engine.days(quarterOfAnHour);
    expect(called.splice(0).toSorted((a, b) => a.version - b.version)).toEqual([
      { version: 1, input: { to: 'ana@example.com' } },
      { version: 2, input: { recipient: 'ben@example.com' } },
    ]);
    expect(await missing()).toMatchObject({ plugins: [{ instance: 'post', missing: [] }] });
  });

  it('is called as it was where a step or a rule says so, and a publication tells that there is a newer one', async () => {
    const built = await adminClient(engine).call('PUT', '/api/workspace', {
      files: await files({
        tenant: engine.tenant,
        depot: 'c',
        send: { version: 1, input: { to: '{{profile.traits.email}}' } },
      }),
    });
    expect(built.status).toBe(200);
    expect(built.body).toMatchObject({
      warnings: [
        { code: 'older-action-version', file: 'journeys/gift.json', step: 'parcel' },
        { code: 'older-action-version', file: 'rules/thanks.json' },
      ],
    });
    await engine.track('ben', 'Review Written', { stars: 5 });
    expect(called.splice(0)).toEqual([{ version: 1, input: { to: 'ben@example.com' } }]);
  });

  it('without a version that is in use: nothing is published, those inside wait, and the instance says what is missing', async () => {
    await engine.customer('eva');
    await engine.track('eva', 'Birthday');
    registry.splice(0, 1, parcel(called, [3]));
    const old = { version: 1, input: { to: '{{profile.traits.email}}' } };
    const refused = await adminClient(engine).call('PUT', '/api/workspace', {
      files: await files({ tenant: engine.tenant, depot: 'd', send: old }),
    });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain('unknown-action-version');
    await upgrade([3], 'd', { input: { recipient: '{{profile.traits.email}}' } });
    await engine.days(quarterOfAnHour);
    expect(called).toEqual([]);
    const profileId = await engine.profileId('eva');
    const active = await engine.opened.stores.runs.activeOf({ tenant: engine.tenant, profileId });
    expect(active.map(({ journey }) => journey)).toEqual(['gift']);
    expect(await missing()).toMatchObject({
      plugins: [
        {
          instance: 'post',
          missing: [{ action: 'send', version: 1, usedBy: ['journey gift, version 3'] }],
        },
      ],
    });
    await upgrade([3, 1], 'e', { input: { recipient: '{{profile.traits.email}}' } });
    await engine.days(quarterOfAnHour);
    expect(called.splice(0)).toEqual([{ version: 1, input: { to: 'eva@example.com' } }]);
  });
});
