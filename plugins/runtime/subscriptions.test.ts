import { expect, test } from 'vitest';
import { z } from 'zod';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { definePlugin, secrets, type Subscription } from '../contract.ts';
import type { SubscriptionMade } from '../contract/webhooks/subscriptions.ts';
import { createPluginRuntime } from './runtime.ts';

const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const url = 'https://ciclo.example/webhooks/t/shop';
const place = { tenant: 't', instance: 'shop', webhook: 'main', url, now: 0, systemTime: 0, key: 'k' };

/** An instance whose vendor answers as the test says; `refused` variables may not go to its host. */
const start = (input: {
  create?: (topics: readonly string[]) => SubscriptionMade;
  holds?: 'one-topic' | 'all-topics';
  makesSecret?: boolean;
  refused?: boolean;
}) => {
  const kept: Subscription[] = [];
  const plugin = definePlugin({
    id: 'shop-of-tests',
    version: '1.0.0',
    name: 'Shop',
    config: z.strictObject({ secrets: secrets() }),
    hosts: ['shop.example'],
    ownHosts: [],
    keptSecrets: ['secrets'],
    webhooks: {
      main: {
        title: 'Everything',
        verification: { by: 'none' },
        maxBytes: 1_000,
        verify: () => ({ ok: true }),
        dedupeKey: () => 'one',
        normalise: () => [],
      },
    },
    subscriptions: {
      main: {
        topics: () => ['orders', 'people', 'stock'],
        holds: input.holds ?? 'one-topic',
        makesSecret: input.makesSecret ?? false,
        sends: ['secrets'],
        list: async () => ({ kind: 'done', subscriptions: kept }),
        create: async (_ctx, { url: to, topics }) => {
          const made = input.create?.(topics) ?? { kind: 'done' };
          if (made.kind !== 'rejected')
            kept.push({ id: String(kept.length + 1), url: to, topics, isActive: true });
          return made;
        },
        remove: async (_ctx, { id }) => {
          kept.splice(
            kept.findIndex((one) => one.id === id),
            1,
          );
          return { kind: 'done' };
        },
      },
    },
  });
  const runtime = createPluginRuntime({
    registry: [plugin],
    instances: [
      { tenant: 't', instance: 'shop', plugin: plugin.id, config: { secrets: { env: 'SHOP_SECRET' } } },
    ],
    secrets: () => 'the-secret',
    refuseSecret: (name, { sentTo = [] }) =>
      input.refused === true && sentTo.length > 0
        ? { message: `${name} may not go to ${sentTo.join(', ')}.`, hint: 'Name the host.' }
        : undefined,
    http: createGuardedHttp().forHosts,
    connect: createGuardedConnect(),
    log,
    clock: { now: () => 0 },
  });
  return { runtime, kept };
};

test('a secret that only verifies goes to the provider with a set-up where the operator let it go, and nowhere else', async () => {
  const { runtime, kept } = start({ refused: true });
  expect(runtime.problems).toEqual([]);
  expect(await runtime.subscriptions.subscribe(place)).toEqual({
    kind: 'failed',
    code: 'secret-not-allowed',
    message: 'SHOP_SECRET may not go to shop.example. Name the host.',
  });
  expect(kept).toEqual([]);
  expect(await start({}).runtime.subscriptions.subscribe(place)).toMatchObject({ kind: 'done', created: 3 });
});

test('a topic that the provider refuses keeps no other from being sent, and is named', async () => {
  const { runtime, kept } = start({
    create: ([topic]) =>
      topic === 'people'
        ? { kind: 'rejected', code: 'forbidden', message: 'No right to people.' }
        : { kind: 'done' },
  });
  expect(await runtime.subscriptions.subscribe(place)).toEqual({
    kind: 'done',
    created: 2,
    removed: 0,
    refused: [{ topic: 'people', message: 'No right to people.' }],
  });
  expect(kept.map(({ topics }) => topics)).toEqual([['orders'], ['stock']]);
});

test('a secret that the provider made is handed on; one whose answer was lost is made again', async () => {
  const made: SubscriptionMade[] = [
    { kind: 'retry', code: 'lost', message: 'No answer.' },
    { kind: 'done', secret: 'whsec_2' },
  ];
  const { runtime, kept } = start({
    holds: 'all-topics',
    makesSecret: true,
    create: () => made.shift() ?? { kind: 'done' },
  });
  expect(await runtime.subscriptions.subscribe(place)).toMatchObject({ kind: 'failed', code: 'lost' });
  expect(kept).toEqual([]);
  expect(await runtime.subscriptions.subscribe(place)).toMatchObject({ kind: 'done', secret: 'whsec_2' });
  expect(kept).toHaveLength(1);
});

test('a webhook that there is not, or that cannot be set up by API, says so', async () => {
  const { subscriptions } = start({}).runtime;
  expect(await subscriptions.subscribe({ ...place, webhook: 'other' })).toMatchObject({
    code: 'instance-off',
  });
  expect(subscriptions.subscribable({ tenant: 't', instance: 'nothing' })).toEqual([]);
});
