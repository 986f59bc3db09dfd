import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../domain/json.ts';
import { builtInPlugins } from '../built-in.ts';
import { definePlugin, emailMessage, type Outcome, secret } from '../contract.ts';
import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import { pluginCatalogOf } from './catalog.ts';
import type { InstanceEntry } from './instances.ts';
import { createPluginRuntime } from './runtime.ts';

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

const deps = {
  registry: builtInPlugins,
  secrets: () => undefined,
  http: createGuardedHttp().forHosts,
  connect: createGuardedConnect(),
  log,
  clock: { now: () => 0 },
};

const start = (
  instances: readonly InstanceEntry[],
  secrets: Record<string, string> = {},
  registry = builtInPlugins,
) => createPluginRuntime({ ...deps, registry, instances, secrets: (name) => secrets[name] });

const smtp = { tenant: 't', plugin: 'smtp', config: { server: { host: 'mail.example' } } };

describe('the configuration', () => {
  test('is checked as a whole: every problem of every instance, by path, with how to fix it', () => {
    const { problems } = start([
      { tenant: 't', instance: 'Mail!', plugin: 'smtp', config: {} },
      { tenant: 't', instance: 'crm', plugin: 'crm-of-dreams', config: {} },
      { ...smtp, instance: 'mail', config: { server: { host: 7 }, connections: 0, surprise: 1 } },
      { ...smtp, instance: 'twice' },
      { ...smtp, instance: 'twice' },
      { tenant: 't', instance: 'shop', plugin: 'shopify', config: { secrets: [{ env: 'A' }, { env: 'B' }] } },
    ]);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['invalid-name', 'plugins.Mail!'],
      ['unknown-plugin', 'plugins.crm.use'],
      ['invalid-config', 'plugins.mail.config.server'],
      ['invalid-config', 'plugins.mail.config.connections'],
      ['unknown-field', 'plugins.mail.config'],
      ['duplicate-name', 'plugins.twice'],
      ['missing-secret', 'plugins.shop.config.secrets[0]'],
      ['missing-secret', 'plugins.shop.config.secrets[1]'],
    ]);
    expect(problems.every(({ hint, message, severity }) => hint && message && severity === 'error')).toBe(
      true,
    );
  });

  test('that names a variable no plugin may read leaves that instance off, unread, and the others working', () => {
    const asked: string[] = [];
    const runtime = createPluginRuntime({
      ...deps,
      instances: [
        { ...smtp, instance: 'thief', config: { server: { env: 'CICLO_SECRET' } } },
        { ...smtp, instance: 'mail' },
      ],
      secrets: (name) => {
        asked.push(name);
        return 'smtp://of-the-engine';
      },
      refuseSecret: (name) =>
        name === 'CICLO_SECRET' ? { message: 'It is the engine’s own.', hint: 'Name another.' } : undefined,
    });
    expect(runtime.problems).toMatchObject([
      { code: 'secret-not-allowed', path: 'plugins.thief.config.server', hint: 'Name another.' },
    ]);
    expect(asked).toEqual([]);
    expect(runtime.instancesForChannel({ tenant: 't', channel: 'email' })).toMatchObject([
      { instance: 'mail' },
    ]);
  });

  test('that makes its plugin throw leaves that instance off, and the others working', () => {
    const brittle = definePlugin({
      id: 'brittle',
      version: '1.0.0',
      name: 'Brittle',
      config: z.strictObject({}),
      hosts: () => {
        throw new Error('a bug of its author');
      },
    });
    const runtime = createPluginRuntime({
      ...deps,
      registry: [brittle, ...builtInPlugins],
      instances: [
        { tenant: 't', instance: 'bad', plugin: 'brittle', config: {} },
        { ...smtp, instance: 'mail' },
      ],
    });
    expect(runtime.problems).toMatchObject([{ code: 'plugin-misbehaved', path: 'plugins.bad' }]);
    expect(runtime.instancesForChannel({ tenant: 't', channel: 'email' })).toMatchObject([
      { instance: 'mail' },
    ]);
  });

  test('of one instance being wrong leaves the others working', () => {
    const runtime = start([
      { ...smtp, instance: 'broken', config: {} },
      { ...smtp, instance: 'mail' },
    ]);
    expect(runtime.problems.length).toBeGreaterThan(0);
    expect(runtime.instancesForChannel({ tenant: 't', channel: 'email' })).toEqual([
      { instance: 'mail', action: 'send' },
    ]);
  });

  test('of one tenant is nobody else’s', async () => {
    const runtime = start([{ ...smtp, instance: 'mail' }]);
    expect(runtime.instancesForChannel({ tenant: 'other', channel: 'email' })).toEqual([]);
    expect(runtime.action({ tenant: 'other', instance: 'mail', action: 'send' })).toBeUndefined();
    const outcome = await runtime.perform({
      tenant: 'other',
      instance: 'mail',
      action: 'send',
      input: {},
      idempotencyKey: 'k',
      now: 0,
    });
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'unknown-instance' });
    const request = { method: 'POST', path: '/', query: {}, headers: {}, rawBody: new Uint8Array() };
    expect(runtime.receive({ tenant: 'other', instance: 'mail', request, now: 0 })).toMatchObject({
      status: 404,
    });
  });
});

describe('a config checked without its secrets', () => {
  const check = (plugin: string, config: JsonObject) =>
    pluginCatalogOf(builtInPlugins)
      .get(plugin)
      ?.checkConfig?.(config)
      .map(({ code, path }) => [code, path]);
  const env = { env: 'NOT_HERE' };

  test('is right when only the secrets are missing', () => {
    expect(check('smtp', { server: env })).toEqual([]);
    expect(check('smtp', { server: { host: 'h', auth: { user: 'u', pass: env } } })).toEqual([]);
    const dkim = { domain: 'd', selector: 's', privateKey: env };
    expect(check('smtp', { server: { host: 'h' }, dkim })).toEqual([]);
    expect(check('standard-webhooks-in', { secrets: [env, env] })).toEqual([]);
    expect(check('standard-webhooks-out', { url: env, secrets: env })).toEqual([]);
  });

  test('has its other problems named, by their path within it', () => {
    expect(check('smtp', { server: env, connections: 0, dkim: { domain: 'd', privateKey: env } })).toEqual([
      ['invalid-config', 'dkim.selector'],
      ['invalid-config', 'connections'],
    ]);
    expect(check('shopify', { secrets: env, extra: 1 })).toEqual([['unknown-field', '']]);
    expect(check('shopify', {})).toEqual([['invalid-config', 'secrets']]);
    expect(check('shopify', { secrets: 'written down' })).toEqual([['invalid-config', 'secrets']]);
  });
});

describe('what is known without a call', () => {
  test('an action says what it does to the world', () => {
    const runtime = start([{ ...smtp, instance: 'mail' }]);
    expect(runtime.action({ tenant: 't', instance: 'mail', action: 'send' })).toMatchObject({
      effect: { effect: 'write', idempotency: 'none' },
      channel: 'email',
      long: false,
    });
  });

  test('every built-in plugin describes itself in JSON Schema, and marks where secrets go', () => {
    const described = JSON.parse(JSON.stringify(start([]).describe()));
    expect(described.map(({ id }: { id: string }) => id)).toEqual(builtInPlugins.map(({ id }) => id));
    expect(JSON.stringify(described)).toContain('"env"');
  });

  test('every action on the e-mail channel takes the engine’s e-mail', () => {
    const mail = {
      to: 'ada@example.com',
      from: 'shop@example.com',
      subject: 's',
      html: '<p>',
      text: 't',
      messageId: '<1@example.com>',
      date: '2026-03-01T12:00:00Z',
    };
    const actions = builtInPlugins.flatMap((plugin) => Object.values(plugin.actions));
    const email = actions.filter((action) => action.channel === 'email');
    expect(email.length).toBeGreaterThan(0);
    expect(email.every((action) => action.input.safeParse(mail).success)).toBe(true);
    expect(emailMessage.safeParse(mail).success).toBe(true);
  });
});

describe('the resource of an instance', () => {
  /** A plugin that opens something, and fails to as often as the test says. */
  const opening = (failures: number) => {
    const did: string[] = [];
    let left = failures;
    const plugin = definePlugin({
      id: 'pooled',
      version: '1.0.0',
      name: 'Pooled',
      config: z.strictObject({ key: secret() }),
      open: async ({ config }) => {
        did.push(`open ${config.key.length}`);
        await new Promise(setImmediate);
        if ((left -= 1) >= 0) throw new Error(`cannot open with ${config.key}`);
        return { uses: 0 };
      },
      close: (pool) => {
        did.push(`close after ${pool.uses}`);
      },
      health: async (ctx) => (ctx.resource.uses < 99 ? { ok: true } : { ok: false, message: 'Worn out.' }),
      actions: (action) => ({
        use: action({
          title: 'Use',
          input: z.strictObject({}),
          output: z.object({ uses: z.number() }),
          effect: 'read',
          run: async (ctx): Promise<Outcome<{ uses: number }>> => {
            ctx.resource.uses += 1;
            return { kind: 'done', output: { uses: ctx.resource.uses } };
          },
        }),
      }),
    });
    const entry = { tenant: 't', instance: 'pool', plugin: 'pooled', config: { key: { env: 'K' } } };
    const runtime = start([entry], { K: 'canary-key' }, [plugin]);
    const use = () =>
      runtime.perform({
        tenant: 't',
        instance: 'pool',
        action: 'use',
        input: {},
        idempotencyKey: 'k',
        now: 0,
      });
    return { did, runtime, use };
  };

  test('is opened once, at the first use, shared by all calls, and closed at the end', async () => {
    const { did, runtime, use } = opening(0);
    expect(did).toEqual([]);
    const outcomes = await Promise.all([use(), use(), use()]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    await runtime.close();
    expect(did).toEqual(['open 10', 'close after 3']);
  });

  test('that cannot be opened makes the call wait, and is tried again', async () => {
    const { did, runtime, use } = opening(1);
    const outcome = await use();
    expect(outcome).toMatchObject({ kind: 'retry', code: 'not-ready' });
    expect(JSON.stringify(outcome)).not.toContain('canary-key');
    expect((await use()).kind).toBe('done');
    expect(did).toEqual(['open 10', 'open 10']);
    await runtime.close();
  });

  test('that cannot be opened is not healthy', async () => {
    const { runtime } = opening(1);
    const [first] = await runtime.health();
    expect(first).toMatchObject({ instance: 'pool', health: { ok: false } });
    expect(JSON.stringify(first)).not.toContain('canary-key');
    expect((await runtime.health())[0]?.health.ok).toBe(true);
    await runtime.close();
  });

  test('is closed only once the calls that run have ended', async () => {
    const { did, runtime, use } = opening(0);
    const running = use();
    await runtime.close();
    expect((await running).kind).toBe('done');
    expect(did.at(-1)).toBe('close after 1');
  });
});
