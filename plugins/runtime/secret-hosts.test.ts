import { once } from 'node:events';
import { createServer } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadConfig } from '../../platform/config.ts';
import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import { builtInPlugins } from '../built-in.ts';
import { heraldPlugin } from '../example/herald.ts';
import { pluginCatalogOf } from './catalog.ts';
import { createPluginRuntime } from './runtime.ts';

/** A user who may publish chooses the config of an instance; the operator chose the variables. */
const secret = 'a-secret-of-the-operator';
const registry = [...builtInPlugins, heraldPlugin];
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

describe('a secret of a plugin', () => {
  let heard = '';
  let port = 0;
  const evil = createServer((socket) => {
    socket.write('220 evil ESMTP\r\n');
    socket.on('data', (data) => {
      heard += data.toString();
      socket.write('250 AUTH PLAIN LOGIN\r\n');
    });
    socket.on('error', quiet);
  });
  beforeAll(async () => {
    evil.listen(0, '127.0.0.1');
    await once(evil, 'listening');
    const address = evil.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    evil.close();
  });

  const start = (input: { plugin: string; config: object; env: Record<string, string> }) => {
    const { pluginSecrets } = loadConfig(input.env);
    const http = createGuardedHttp({ allowPrivate: true });
    const runtime = createPluginRuntime({
      registry,
      instances: [{ tenant: 'shop', instance: 'out', plugin: input.plugin, config: input.config }],
      secrets: (name) => pluginSecrets.read(name)?.reveal(),
      refuseSecret: pluginSecrets.refusal,
      http: http.forHosts,
      connect: createGuardedConnect({ allowPrivate: true }),
      log,
      clock: { now: () => 0 },
    });
    const check = pluginCatalogOf(registry, pluginSecrets.refusal).get(input.plugin)?.checkConfig;
    const close = async () => {
      await runtime.close();
      await http.close();
    };
    return { runtime, close, atPublish: check?.(JSON.parse(JSON.stringify(input.config))) ?? [] };
  };
  const smtp = (name: string) => ({
    server: { host: '127.0.0.1', port, auth: { user: 'x', pass: { env: name } } },
    tls: 'off',
  });
  const herald = (name: string, url?: string) => ({
    ...(url === undefined ? {} : { url }),
    token: { env: name },
    webhookSecrets: [{ env: 'CICLO_PLUGIN_ANY' }],
  });
  const call = { tenant: 'shop', instance: 'out', action: 'send', now: 0, idempotencyKey: 'k' };
  const mail = {
    to: 'a@shop.test',
    from: 'b@shop.test',
    subject: 's',
    html: 'h',
    text: 't',
    messageId: '<m@shop.test>',
    headers: {},
    date: '2026-06-01T00:00:00Z',
  };

  test.each(['CICLO_PLUGIN_CRM', 'CICLO_PLUGIN_HERALD_TOKEN', 'OLD_NAME'])(
    'goes to no server that a workspace names: %s',
    async (name) => {
      const env = { [name]: secret, CICLO_PLUGIN_ANY: secret, CICLO_PLUGIN_SECRETS: 'OLD_NAME' };
      const attempts = [
        { plugin: 'smtp', config: smtp(name), input: mail, path: 'server.auth.pass' },
        {
          plugin: 'herald',
          config: herald(name, `http://127.0.0.1:${port}`),
          input: { to: 'a', text: 'b' },
          path: 'token',
        },
      ];
      for (const { plugin, config, input, path } of attempts) {
        const { runtime, atPublish, close } = start({ plugin, config, env });
        const problem = { code: 'secret-not-allowed', message: expect.stringContaining(`127.0.0.1:${port}`) };
        expect(atPublish).toMatchObject([{ ...problem, path }]);
        expect(runtime.problems).toMatchObject([{ ...problem, path: `plugins.out.config.${path}` }]);
        expect(runtime.problems[0]?.hint).toContain(`CICLO_PLUGIN_HOSTS="${name}=127.0.0.1:${port}"`);
        expect((await runtime.perform({ ...call, input })).kind).not.toBe('done');
        await close();
      }
      expect(heard).toBe('');
    },
  );

  test('goes where the operator says: to the host named for it, and to no other port of it', async () => {
    const name = 'CICLO_PLUGIN_MAIL';
    const env = { [name]: secret, CICLO_PLUGIN_HOSTS: `OTHER=* ${name}=smtp.test,127.0.0.1:${port}` };
    const allowed = start({ plugin: 'smtp', config: smtp(name), env });
    expect([allowed.atPublish, allowed.runtime.problems]).toEqual([[], []]);
    await allowed.close();
    const server = { host: '127.0.0.1', port: port + 1, auth: { user: 'x', pass: { env: name } } };
    const other = start({ plugin: 'smtp', config: { server }, env });
    expect(other.runtime.problems).toMatchObject([{ code: 'secret-not-allowed' }]);
    await other.close();
  });

  test('goes to the service that it is named after, and no other secret does', async () => {
    const named = 'CICLO_PLUGIN_HERALD_TOKEN';
    const env = { [named]: secret, CICLO_PLUGIN_ANY: secret };
    const own = start({ plugin: 'herald', config: herald(named), env });
    expect([own.atPublish, own.runtime.problems]).toEqual([[], []]);
    const stray = start({ plugin: 'herald', config: herald('CICLO_PLUGIN_ANY'), env });
    expect(stray.runtime.problems).toMatchObject([{ code: 'secret-not-allowed' }]);
    await Promise.all([own.close(), stray.close()]);
  });

  test('that is an address goes there, and one that only signs is bound to no host', async () => {
    const env = {
      CICLO_PLUGIN_URL: 'smtp://u:p@mail.test',
      CICLO_PLUGIN_KEY: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0',
    };
    const smtpByUrl = { server: { env: 'CICLO_PLUGIN_URL' } };
    const hooks = { url: 'https://erp.test/in', hosts: ['*'], secrets: { env: 'CICLO_PLUGIN_KEY' } };
    const started = [
      start({ plugin: 'smtp', config: smtpByUrl, env }),
      start({ plugin: 'standard-webhooks-out', config: hooks, env }),
    ];
    for (const { runtime, atPublish, close } of started) {
      expect([atPublish, runtime.problems]).toEqual([[], []]);
      await close();
    }
  });

  test('is named hosts for in a form that is read whole, or the engine does not start', () => {
    for (const text of ['NAME', 'NAME=', '=host', 'NA ME=host', 'A=b=c']) {
      expect(() => loadConfig({ CICLO_PLUGIN_HOSTS: text })).toThrow(/CICLO_PLUGIN_HOSTS/);
    }
  });
});
