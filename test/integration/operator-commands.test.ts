import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { runDoctor } from '../../cli/doctor/run-doctor.ts';
import { runPublish } from '../../cli/workspace/run-publish.ts';
import { serveOperators } from '../../server/serve-operators.ts';
import { connectEngine, engineClient } from '../../cli/engine-client.ts';
import { createProgram } from '../../cli/program.ts';
import { createStrayErrors } from '../../platform/stray-errors.ts';
import { loadConfig } from '../../platform/config.ts';
import { createLog } from '../../platform/log.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const hello = {
  key: 'hello',
  name: 'Hello',
  stage: 'acquisition',
  entry: { on: 'Signed Up', again: 'always' },
  steps: [
    { id: 'mail', type: 'send', channel: 'email', message: 'welcome' },
    { id: 'call', type: 'task', title: 'Call' },
  ],
};

const guards = { bounces: { rate: 20, of: 5, within: '24 hours' } };

describe('the commands of operators, against a running engine', () => {
  let engine: TestEngine;
  let admin: AdminClient;
  let dir: string;
  let env: Readonly<Record<string, string>>;
  let files: Readonly<Record<string, string>>;
  const lines: string[] = [];
  const say = (line: string): number => lines.push(stripVTControlCharacters(line));
  const said = (): string => lines.join('\n');

  /** Writes the files of a workspace as they are now into the folder of the test. */
  const write = async (more: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    files = await shopFiles({
      tenant: engine.tenant,
      files: { 'journeys/hello.json': hello, ...more },
      settings: { guards },
    });
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), text);
    }
  };

  beforeAll(async () => {
    engine = await startTestEngine({
      env: { HOOKS_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}` },
      files: (tenant) => shopFiles({ tenant, files: { 'journeys/hello.json': hello }, settings: { guards } }),
    });
    admin = adminClient(engine);
    dir = await mkdtemp(join(tmpdir(), 'ciclo-operator-'));
    env = {
      PUBLIC_URL: engine.url,
      CICLO_API_KEY: engine.keys.api,
      CICLO_DATA: join(dir, '.data'),
      CICLO_WORKSPACE: dir,
    };
    await mkdir(join(dir, '.data'));
    await write();
  });
  afterAll(async () => {
    await engine.close();
    await rm(dir, { recursive: true, force: true });
  });
  beforeEach(() => {
    lines.length = 0;
  });

  /** What `ciclo <words>` does; its exit code. */
  const ciclo = async (...words: readonly string[]): Promise<number> => {
    const { run } = createProgram({
      env,
      say,
      config: () => loadConfig(env),
      connect: () => connectEngine(loadConfig(env)),
      strays: createStrayErrors(),
      version: '0',
      output: { writeErr: say },
    });
    return run(words);
  };
  const channels = async (): Promise<unknown> => (await admin.call('GET', '/api/channels')).body;

  describe('ciclo channel', () => {
    it('holds messages unless told to leave them out, with the reason', async () => {
      expect(await ciclo('channel', 'email', 'off', '--reason', 'a wrong price')).toBe(0);
      expect(await channels()).toMatchObject({
        channels: [{ state: 'off', sends: 'hold', exceptTransactional: false, reason: 'a wrong price' }],
      });
      await ciclo('channel', 'email', 'off', '--skip', '--except-transactional');
      expect(await channels()).toMatchObject({
        channels: [{ state: 'off', sends: 'skip', exceptTransactional: true }],
      });
    });

    it('lets those who wait go on at a rate, and shows how all stand', async () => {
      await ciclo('channel', 'email', 'on', '--rate', '7');
      expect(await channels()).toMatchObject({ channels: [{ state: 'on', rate: 7 }] });
      lines.length = 0;
      expect(await ciclo('channel')).toBe(0);
      expect(said()).toBe('on  email');
    });

    it('refuses what is neither off nor on, a rate that is none and a channel there is not', async () => {
      await expect(ciclo('channel', 'email', 'of')).rejects.toThrow(
        'Write `ciclo channel email off` or `ciclo channel email on`.',
      );
      await expect(ciclo('channel', 'email')).rejects.toThrow('Write `ciclo channel email off`');
      expect(await ciclo('channel', 'email', 'on', '--rate', 'many')).toBe(64);
      await expect(ciclo('channel', 'emial', 'off')).rejects.toThrow('There are: email');
      expect(await channels()).toMatchObject({ channels: [{ state: 'on', rate: 7 }] });
    });
  });

  it('the API is reached from this machine only, and shows no figures and no documentation', async () => {
    const elsewhere = engine.url.replace('127.0.0.1', '127.0.0.2');
    await expect(fetch(`${elsewhere}/healthz`)).rejects.toThrow('fetch failed');
    for (const path of ['/metrics', '/docs', '/openapi.json']) {
      expect((await fetch(`${engine.url}${path}`)).status).toBe(404);
    }
    const config = { port: 0, hosts: [], admin: { host: '127.0.0.1', port: undefined } };
    const log = createLog({ level: 'silent' });
    const operators = await serveOperators({ assembled: engine, config, api: undefined, log });
    expect(await (await fetch(`${operators.url}/metrics`)).text()).toContain('ciclo_http_requests_total');
    expect((await fetch(`${operators.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${operators.url}/docs`)).status).toBe(404);
    await operators.close();
  });

  it('ciclo tasks shows what is open, and refuses a limit that is none', async () => {
    await engine.customer('tom');
    await engine.track('tom', 'Signed Up');
    await expect.poll(async () => ciclo('tasks').then(said)).toContain('hello call');
    expect(await ciclo('tasks', '--limit', 'all')).toBe(64);
    expect(said()).toContain('whole number');
  });

  describe('ciclo doctor', () => {
    it('says that all is well: plugins, channels and guards', async () => {
      expect(await runDoctor({ env, say })).toBe(0);
      expect(lines).toEqual(
        expect.arrayContaining([
          'ok    plugins: 1 work',
          'ok    channels: all on',
          'ok    journeys stopped by a guard: none',
        ]),
      );
    });

    it('names a channel that is off, with its reason, and answers 1', async () => {
      await ciclo('channel', 'email', 'off', '--reason', 'a wrong price');
      lines.length = 0;
      expect(await runDoctor({ env, say })).toBe(1);
      expect(lines).toContain('wrong channels: email is switched off: a wrong price');
      await ciclo('channel', 'email', 'on');
    });

    it('names a journey a guard stopped, with the numbers', async () => {
      engine.mail.script = (to) =>
        to.startsWith('gone') ? { at: 'rcpt', answer: 550, text: '5.1.1 no such user' } : undefined;
      for (let n = 0; n < 8; n += 1) {
        await engine.customer(`gone${n}`);
        await engine.track(`gone${n}`, 'Signed Up');
      }
      await expect
        .poll(async () => (await admin.call('GET', '/api/journeys/hello')).body)
        .toMatchObject({ frozen: { by: 'guard' } });
      expect(await runDoctor({ env, say })).toBe(1);
      const line = lines.find((one) => one.includes('stopped by a guard')) ?? '';
      expect(line).toMatch(/^wrong journeys stopped by a guard: hello: .*\d/);
      engine.mail.script = () => undefined;
      await admin.steer('hello', 'resume');
      lines.length = 0;
      expect(await runDoctor({ env, say })).toBe(0);
    });

    it('names a plugin instance that is unhealthy, and a workspace that is not valid', async () => {
      const settings = {
        guards,
        plugins: {
          mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
          hooks: { use: 'standard-webhooks-out', config: { secrets: { env: 'NOT_SET' } } },
        },
      };
      await engine.publishFiles(
        await shopFiles({ tenant: engine.tenant, files: { 'journeys/hello.json': hello }, settings }),
      );
      await writeFile(join(dir, 'journeys/hello.json'), '{');
      expect(await runDoctor({ env, say })).toBe(1);
      expect(said()).toMatch(/wrong plugins: hooks is \w+: .*NOT_SET/);
      expect(said()).toMatch(/wrong workspace: .*: \d+ problems; see: ciclo validate/);
      await write();
      await engine.publishFiles(files);
    });
  });

  describe('what cannot be read', () => {
    const body = JSON.stringify({
      type: 'customer.created',
      timestamp: new Date().toISOString(),
      data: { email: 'zoe@example.com', userId: 'zoe' },
    });
    const stuck = async (): Promise<string> => {
      const text = await engine.metrics.text();
      return /ciclo_stuck\{[^}]*what="deliveries",state="failing"\} (\d+)/.exec(text)?.[1] ?? '';
    };

    it('shows in doctor and metrics, and is read again once its cause is gone', async () => {
      const { tenant, opened } = engine;
      const now = engine.engine.clock.now(tenant);
      const delivery = {
        id: 'd-1',
        tenant,
        instance: 'hooks',
        webhook: 'main',
        dedupeKey: 'd-1',
        request: {
          method: 'POST',
          path: '/',
          query: {},
          headers: { 'webhook-id': 'd-1', 'content-type': 'application/json' },
          rawBody: new TextEncoder().encode(body),
        },
        receivedAt: now,
      };
      await opened.stores.deliveryStore.insert({ delivery, due: engine.engine.clock.systemTime() });
      await expect.poll(stuck).toBe('1');
      expect(await engine.metrics.text()).toMatch(/ciclo_deliveries_total\{.*outcome="failed"\} 1/);
      expect(await runDoctor({ env, say })).toBe(1);
      expect(lines).toContain(
        'wrong deliveries that are failing: 1; see: ciclo deliveries list --state failing',
      );
      lines.length = 0;
      expect(await ciclo('deliveries', 'list', '--state', 'failing')).toBe(0);
      expect(said()).toMatch(/d-1 .*hooks\/main .*not-found: There is no such webhook/);
      lines.length = 0;
      await ciclo('deliveries', 'show', 'd-1');
      expect(said()).toContain('zoe@example.com');
      await engine.publishFiles(
        await shopFiles({
          tenant,
          files: { 'journeys/hello.json': hello },
          settings: {
            guards,
            plugins: {
              mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
              hooks: { use: 'standard-webhooks-in', config: { secrets: [{ env: 'HOOKS_SECRET' }] } },
            },
          },
        }),
      );
      await expect(ciclo('deliveries', 'retry')).rejects.toThrow('--state dead');
      expect(await ciclo('deliveries', 'retry', '--state', 'failing', '--instance', 'hooks')).toBe(0);
      await expect
        .poll(async () => opened.stores.deliveryStore.get({ tenant, id: 'd-1' }))
        .toMatchObject({ state: 'done' });
      await expect(ciclo('deliveries', 'retry', 'd-1')).rejects.toThrow('failing or dead');
      await expect.poll(stuck).toBe('0');
      await engine.publishFiles(files);
    });

    it('events that were given up are listed and put back, one or all of them', async () => {
      const { tenant, opened } = engine;
      const id = await engine.track('tom', 'Odd');
      await opened.stores.events.fail({ tenant, id, error: 'no luck', due: undefined });
      expect(await ciclo('events', 'list', '--state', 'dead')).toBe(0);
      expect(said()).toContain('There are no such events.');
      await expect(ciclo('events', 'retry', id)).rejects.toThrow('dead or quarantined');
      await expect(ciclo('events', 'retry')).rejects.toThrow('--state dead');
      expect(await ciclo('events', 'retry', '--state', 'dead', '--name', 'Odd')).toBe(0);
      expect(said()).toContain('Events that are in the queue again: 0.');
    });
  });

  it('ciclo publish --dry-run says what would change and what is doubtful beside the data, and changes nothing', async () => {
    const never = {
      ...hello,
      key: 'never',
      name: 'Never',
      entry: { on: 'Nobody Sends This' },
      steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome' }],
    };
    await write({ 'journeys/never.json': never });
    const client = engineClient({ url: engine.url, apiKey: engine.keys.api });
    const command = { dir, client, dryRun: true, plans: [], maps: [], expect: undefined, say };
    expect(await runPublish(command)).toBe(0);
    expect(said()).toMatch(/added +journey never/);
    expect(said()).toMatch(/warning journeys\/never\.json.*entry/);
    expect(said()).toContain('Nobody Sends This');
    // What did not change is not doubted again.
    expect(said()).not.toMatch(/warning journeys\/hello\.json/);
    expect(lines.at(-1)).toBe('Nothing was published; this is what would change.');
    expect((await admin.call('GET', '/api/journeys/never')).status).toBe(404);
  });
});
