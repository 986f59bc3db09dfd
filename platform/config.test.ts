import { inspect } from 'node:util';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig, publicUrlOf } from './config.ts';

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

  test('secrets never print, and are there for whoever asks', () => {
    const config = loadConfig({
      CICLO_API_KEY: 'api-key-0123456789',
      MONGODB_URI: 'mongodb://u:hunter22@db/ciclo',
      TEMPORAL_ADDRESS: 'temporal.example.com:7233',
      TEMPORAL_API_KEY: 'very-secret-key',
      SHOPIFY_SECRET: 'shpss_0123',
    });
    for (const text of [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      `${String(config.apiKey)} ${String(config.mongoUri)}`,
    ]) {
      expect(text).not.toMatch(/api-key-0123456789|hunter22|very-secret-key|shpss_0123/);
    }
    expect(config.apiKey?.reveal()).toBe('api-key-0123456789');
    expect(config.secretFromEnv('SHOPIFY_SECRET')?.reveal()).toBe('shpss_0123');
    expect(config.secretFromEnv('NOT_SET')).toBeUndefined();
  });

  test("a workspace file cannot name the engine's own secrets", () => {
    const config = loadConfig({ CICLO_SECRET: 'x'.repeat(40) });
    for (const name of ['CICLO_SECRET', 'MONGODB_URI', 'TEMPORAL_API_KEY', 'not a name']) {
      expect(() => config.secretFromEnv(name)).toThrow(/cannot be a plugin's secret/);
    }
  });

  test('the settings are frozen through and through', () => {
    const config = loadConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.ports)).toBe(true);
    expect(Object.isFrozen(config.temporal)).toBe(true);
  });
});
