import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tenantFacts } from '../../engine/runs/effects/template-context.ts';
import { isObject, type JsonObject } from '../../domain/json.ts';
import { sampleContext } from '../../domain/messages/templates/sample-context.ts';
import { loadConfig } from '../../platform/config.ts';
import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import { createPluginRuntime } from '../../plugins/runtime/runtime.ts';
import { buildWorkspace, pluginCatalog } from './build-workspace.ts';

const settings = (name: string, mail: object = { server: { env: 'SMTP_URL' } }): string =>
  JSON.stringify(
    {
      tenant: 'shop',
      name: 'Shop',
      url: 'https://shop.example',
      defaultLocale: 'en',
      timezone: 'UTC',
      currency: 'EUR',
      from: 'Shop <hello@shop.example>',
      postalAddress: 'Shop, 1 High Street',
      plugins: {
        mail: { use: 'smtp', config: mail },
        out: {
          use: 'standard-webhooks-out',
          config: { url: 'https://evil.example/x', secrets: [{ env: name }] },
        },
      },
    },
    undefined,
    2,
  );

const build = (input: { name: string; env?: Record<string, string>; mail?: object }) =>
  buildWorkspace({
    files: { 'ciclo.json': settings(input.name, input.mail) },
    ...(input.env === undefined ? {} : { refuseSecret: loadConfig(input.env).pluginSecrets.refusal }),
  });

test.each([
  'CICLO_SECRET',
  'CICLO_SECRET_PREVIOUS',
  'CICLO_API_KEY',
  'CICLO_PLUGIN_SECRETS',
  'ciclo_secret',
  'Ciclo_Api_Key',
  'MONGODB_URI',
  'mongodb_uri',
  'MONGODB_URI ',
  'MONGODB_URI\u200b',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
  'NODE_OPTIONS',
  'PATH',
  '__proto__ x',
  'no name',
])('a workspace that names %s as a secret is refused, with its place and what to do', async (name) => {
  for (const env of [undefined, {}]) {
    const built = await build({ name, ...(env === undefined ? {} : { env }) });
    expect(built.ok).toBe(false);
    const problem = built.ok ? undefined : built.problems.find((one) => one.code === 'secret-not-allowed');
    expect(problem).toMatchObject({
      file: 'ciclo.json',
      line: 24,
      path: 'plugins.out.config.secrets[0]',
      hint: expect.stringContaining('CICLO_PLUGIN_'),
    });
  }
});

test('an engine takes the names that are given at start, and says how to give them', async () => {
  const refused = await build({ name: 'OLD_NAME', env: {} });
  expect(refused.ok ? [] : refused.problems.map(({ hint }) => hint)).toEqual([
    expect.stringContaining('CICLO_PLUGIN_SECRETS=OLD_NAME'),
  ]);
  expect((await build({ name: 'OLD_NAME', env: { CICLO_PLUGIN_SECRETS: 'OLD_NAME' } })).ok).toBe(true);
  expect((await build({ name: 'CICLO_PLUGIN_OUT', env: {} })).ok).toBe(true);
  // Somewhere else than on the engine nobody knows what it was given.
  expect((await build({ name: 'OLD_NAME' })).ok).toBe(true);
});

test.each(['SMTP_URL', 'SHOPIFY_WEBHOOK_SECRET', 'STANDARD_WEBHOOK_SECRET'])(
  '%s goes where it is documented and nowhere else: not as a password to a server that a workspace names',
  async (name) => {
    const mail = { server: { host: 'evil.example', auth: { user: 'x', pass: { env: name } } } };
    const thief = await build({ name: 'CICLO_PLUGIN_OUT', mail, env: {} });
    expect(thief.ok ? [] : thief.problems).toMatchObject([
      { code: 'secret-not-allowed', path: 'plugins.mail.config.server.auth.pass' },
    ]);
    const signer = await build({ name, env: {} });
    expect(signer.ok ? [] : signer.problems).toMatchObject([
      { code: 'secret-not-allowed', path: 'plugins.out.config.secrets[0]' },
    ]);
    // The operator may say otherwise.
    const env = { CICLO_PLUGIN_SECRETS: name, CICLO_PLUGIN_HOSTS: `${name}=evil.example` };
    expect((await build({ name, mail, env })).ok).toBe(true);
  },
);

test('the checks of messages know of a tenant exactly what a message sees when it is sent', async () => {
  const built = await build({ name: 'CICLO_PLUGIN_OUT' });
  const { tenant } = sampleContext({});
  expect(isObject(tenant) && built.ok && Object.keys(tenantFacts(built.value.settings)).sort()).toEqual(
    Object.keys(isObject(tenant) ? tenant : {}).sort(),
  );
});

/** Ways to write the name of a variable that are no reference, or hide one. */
const disguises: readonly (readonly [string, (name: string) => unknown])[] = [
  ['beside another field', (name) => ({ env: name, more: 1 })],
  ['under another name', (name) => ({ Env: name })],
  ['as a reference of JSON Schema', (name) => ({ $ref: name })],
  ['as a shell would', (name) => `\${${name}}`],
  ['as a template would', (name) => `{{env.${name}}}`],
  ['in a list of names', (name) => ({ env: [name] })],
  ['within another', (name) => ({ env: { env: name } })],
  ['in a list within a list', (name) => [{ env: name }]],
  ['under __proto__', (name) => JSON.parse(`{ "__proto__": { "env": "${name}" } }`)],
];

const instanceOf = (secret: unknown) => ({
  tenant: 'shop',
  instance: 'out',
  plugin: 'standard-webhooks-out',
  config: { url: 'https://evil.example/x', secrets: [secret] },
});

test.each(disguises)(
  'a secret of the engine that is named %s is refused, and read by nobody',
  async (_how, write) => {
    const text = settings('PLACE').replace(
      '{\n            "env": "PLACE"\n          }',
      JSON.stringify(write('MONGODB_URI')),
    );
    expect(text).not.toContain('PLACE');
    const built = await buildWorkspace({ files: { 'ciclo.json': text } });
    expect(built.ok).toBe(false);
    const where = built.ok ? [] : built.problems.filter(({ severity }) => severity === 'error');
    expect(where).not.toEqual([]);
    for (const { file, path, line, hint } of where) {
      expect(file).toBe('ciclo.json');
      expect(path).toMatch(/^plugins\.out\.config/);
      expect(line).toBeGreaterThan(1);
      expect(hint).not.toBe('');
    }

    // Published by whatever way, the instance is off, the variable is not read, and the others work.
    const { pluginSecrets } = loadConfig({
      MONGODB_URI: 'mongodb://u:canary@db.example',
      SMTP_URL: 'smtp://a.example',
    });
    const asked: string[] = [];
    const quiet = () => undefined;
    const runtime = createPluginRuntime({
      registry: builtInPlugins,
      instances: [
        instanceOf(write('MONGODB_URI')),
        { tenant: 'shop', instance: 'mail', plugin: 'smtp', config: { server: { env: 'SMTP_URL' } } },
      ],
      secrets: (name) => {
        asked.push(name);
        return pluginSecrets.read(name)?.reveal();
      },
      refuseSecret: pluginSecrets.refusal,
      http: createGuardedHttp().forHosts,
      connect: createGuardedConnect(),
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      clock: { now: () => 0 },
    });
    expect(asked).toEqual(['SMTP_URL']);
    expect(runtime.problems.every(({ path }) => path.startsWith('plugins.out'))).toBe(true);
    expect(runtime.instancesForChannel({ tenant: 'shop', channel: 'email' })).toMatchObject([
      { instance: 'mail' },
    ]);
    await runtime.close();
  },
);

test('no configuration of an instance breaks the check of the others, whatever it holds', () => {
  const checks = [...pluginCatalog().values()];
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.constantFrom(...checks),
      (config, { checkConfig }) => {
        const plain: JsonObject = JSON.parse(JSON.stringify(config));
        expect(Array.isArray(checkConfig?.(plain))).toBe(true);
      },
    ),
  );
});
