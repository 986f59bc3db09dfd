import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig, publicUrlOf } from './config.ts';
import { settingsSchema } from './config-schema.ts';

const problemsOf = (env: Record<string, string>): string => {
  try {
    loadConfig(env);
    return '';
  } catch (thrown) {
    return String(thrown);
  }
};

describe('settings', () => {
  test('an empty environment is enough', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ port: 3000, devClock: false, logLevel: 'info', publicUrl: undefined });
    expect(config.dataDir).toBe(resolve('.ciclo'));
    expect(config.workspaceDir).toBe(resolve('templates'));
    expect(config.temporal).toMatchObject({ address: undefined, namespace: 'default' });
    expect(publicUrlOf({ config, port: 4321 })).toBe('http://localhost:4321');
  });

  test('are all in the table of docs/operations.md and in the README, and nothing else is', async () => {
    const taken = [...Object.keys(settingsSchema.shape), 'TEMPORAL_ADDRESS'].toSorted();
    const named = (text: string, part: string): string[] => {
      const [, section = ''] = text.split(`\n## ${part}\n`);
      const [body = ''] = section.split('\n## ');
      const rows = body.split('\n').filter((line) => line.startsWith('| `') || line.startsWith('`'));
      const firsts = rows.map((line) => (line.startsWith('|') ? (line.split('|')[1] ?? '') : line));
      return firsts
        .flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name))
        .toSorted();
    };
    const root = join(import.meta.dirname, '..');
    expect(named(await readFile(join(root, 'docs', 'operations.md'), 'utf8'), 'Settings')).toEqual(taken);
    expect(named(await readFile(join(root, 'README.md'), 'utf8'), 'Settings')).toEqual(taken);
  });

  test('a provider of sign-ins needs an issuer that is encrypted, and a client', () => {
    const given = { CICLO_OIDC_ISSUER: 'https://login.shop.example', CICLO_OIDC_CLIENT_ID: 'ciclo' };
    const { oidc } = loadConfig({ ...given, CICLO_OIDC_DOMAINS: 'Shop.example, shop.test' });
    expect(oidc).toMatchObject({ name: 'single sign-on', domains: ['shop.example', 'shop.test'] });
    expect(loadConfig({}).oidc).toBeUndefined();
    for (const [name] of Object.entries(given))
      expect(problemsOf({ ...given, [name]: '' })).toContain(`${name} must be set too`);
    const plain = { ...given, CICLO_OIDC_ISSUER: 'http://login.shop.example' };
    expect(problemsOf(plain)).toContain('CICLO_OIDC_ISSUER must be an https:// address');
    expect(
      JSON.stringify(loadConfig({ ...given, CICLO_OIDC_CLIENT_SECRET: 'canary-of-oidc' })),
    ).not.toContain('canary');
  });

  test('the leases of work are as usual for each kind, or as a setting says', () => {
    expect(loadConfig({}).leaseMs).toBeUndefined();
    expect(loadConfig({ CICLO_LEASE_SECONDS: '20' }).leaseMs).toBe(20_000);
    for (const wrong of ['4', '601', '1.5', 'soon']) {
      expect(problemsOf({ CICLO_LEASE_SECONDS: wrong })).toContain(
        'CICLO_LEASE_SECONDS must be a whole number of seconds from 5 to 600, for example',
      );
    }
  });

  test('nobody but this machine reaches the API or what operators look at, unless a setting says so', () => {
    expect(loadConfig({})).toMatchObject({
      host: '127.0.0.1',
      hosts: [],
      admin: { host: '127.0.0.1', port: undefined },
    });
    // Behind a proxy, too: it is on this machine, or its place is named.
    expect(loadConfig({ CICLO_TRUST_PROXY: '1', PUBLIC_URL: 'https://x.example' }).host).toBe('127.0.0.1');
    const env = { CICLO_HOST: '0.0.0.0', CICLO_ADMIN_HOST: '::', CICLO_ADMIN_PORT: '9000' };
    expect(loadConfig({ ...env, CICLO_HOSTS: 'Links.shop.example, api' })).toMatchObject({
      host: '0.0.0.0',
      hosts: ['links.shop.example', 'api'],
      admin: { host: '::', port: 9000 },
    });
    expect(problemsOf({ CICLO_HOST: 'http://x', CICLO_HOSTS: 'x:3000' })).toMatch(
      /CICLO_HOST must be[^]*CICLO_HOSTS must hold/,
    );
  });

  test('servers are fetched unless that is switched off', () => {
    expect([loadConfig({}).mayInstall, loadConfig({ CICLO_NO_INSTALL: '1' }).mayInstall]).toEqual([
      true,
      false,
    ]);
  });

  test('the development clock opens no private network; its own setting does', () => {
    expect(loadConfig({ CICLO_DEV_CLOCK: '1' }).allowPrivateEgress).toBe(false);
    expect(loadConfig({ CICLO_ALLOW_PRIVATE_EGRESS: '1' })).toMatchObject({
      allowPrivateEgress: true,
      devClock: false,
    });
  });

  test('every problem is named at once, with its variable and an example', () => {
    const text = problemsOf({
      PORT: '70000',
      SMTP_URL: 'mail.example.com',
      PUBLIC_URL: 'ftp://x',
      MONGODB_URI: 'postgres://u:hunter22@db',
      TEMPORAL_ADDRESS: 'http://temporal',
      CICLO_SECRET: 'tiny',
      CICLO_DEV_CLOCK: 'yes',
      LOG_LEVEL: 'loud',
      CICLO_FROM: 'nobody',
    });
    for (const name of [
      'PORT must be a whole number from 0 to 65535, for example PORT=3000',
      'SMTP_URL must be',
      'PUBLIC_URL must be',
      'MONGODB_URI must be',
      'TEMPORAL_ADDRESS must be host:port',
      'CICLO_SECRET must have at least 32 characters',
      'CICLO_DEV_CLOCK must be 1 or 0',
      'LOG_LEVEL must be one of',
      'CICLO_FROM must be a mail address',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).not.toContain('hunter22');
  });

  test('a variable that is set to nothing counts as unset', () => {
    expect(loadConfig({ PORT: '', SMTP_URL: ' ', TEMPORAL_ADDRESS: '' })).toMatchObject({
      port: 3000,
      smtpUrl: undefined,
      temporal: { address: undefined },
    });
  });

  test('the Temporal settings are those of its own SDK', () => {
    const { temporal } = loadConfig({
      TEMPORAL_ADDRESS: 'temporal.example.com:7233',
      TEMPORAL_NAMESPACE: 'shop',
      TEMPORAL_API_KEY: 'very-secret-key',
    });
    expect(temporal).toMatchObject({ address: 'temporal.example.com:7233', namespace: 'shop' });
    expect(temporal.connection()).toMatchObject({ apiKey: 'very-secret-key' });
  });

  test('secrets never print, and are there for anyone who asks', () => {
    const config = loadConfig({
      CICLO_API_KEY: 'api-key-0123456789',
      MONGODB_URI: 'mongodb://u:hunter22@db/ciclo',
      TEMPORAL_ADDRESS: 'temporal.example.com:7233',
      TEMPORAL_API_KEY: 'very-secret-key',
      CICLO_PLUGIN_SHOPIFY: 'shpss_0123',
    });
    for (const text of [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      `${String(config.apiKey)} ${String(config.mongoUri)}`,
    ]) {
      expect(text).not.toMatch(/api-key-0123456789|hunter22|very-secret-key|shpss_0123/);
    }
    expect(config.apiKey?.reveal()).toBe('api-key-0123456789');
    expect(config.pluginSecrets.read('CICLO_PLUGIN_SHOPIFY')?.reveal()).toBe('shpss_0123');
    expect(config.pluginSecrets.read('CICLO_PLUGIN_UNSET')).toBeUndefined();
  });

  test('plugins read what begins with CICLO_PLUGIN_, what is well known, and what is named at start', () => {
    const env = {
      CICLO_SECRET: 'x'.repeat(40),
      MONGODB_URI: 'mongodb://u:p@db/ciclo',
      CICLO_PLUGIN_CRM: 'crm',
      SHOPIFY_WEBHOOK_SECRET: 'shop',
      OLD_NAME: 'old',
      AWS_SECRET_ACCESS_KEY: 'aws',
      CICLO_PLUGIN_SECRETS: ' OLD_NAME ,SMTP_URL',
    };
    const { pluginSecrets } = loadConfig(env);
    const read = (name: string) => pluginSecrets.read(name)?.reveal();
    expect(['CICLO_PLUGIN_CRM', 'SHOPIFY_WEBHOOK_SECRET', 'OLD_NAME'].map(read)).toEqual([
      'crm',
      'shop',
      'old',
    ]);
    for (const name of [
      'CICLO_SECRET',
      'ciclo_secret',
      'MONGODB_URI',
      'AWS_SECRET_ACCESS_KEY',
      'no name',
      '__proto__',
    ]) {
      expect(read(name)).toBeUndefined();
      expect(pluginSecrets.refusal(name)).toBeDefined();
    }
    expect(pluginSecrets.refusal('AWS_SECRET_ACCESS_KEY')?.hint).toContain(
      'CICLO_PLUGIN_SECRETS=AWS_SECRET_ACCESS_KEY',
    );
    expect(() => loadConfig({ CICLO_PLUGIN_SECRETS: 'CICLO_SECRET' })).toThrow(/CICLO_PLUGIN_SECRETS/);
  });

  test('the settings are frozen through and through', () => {
    const config = loadConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.ports)).toBe(true);
    expect(Object.isFrozen(config.temporal)).toBe(true);
  });
});
