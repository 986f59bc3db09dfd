import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { addChannel } from '../../cli/add-channel.ts';
import { addTasks } from '../../cli/add-tasks.ts';
import { runDoctor } from '../../cli/commands/doctor.ts';
import { runPublish } from '../../cli/commands/publish.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;

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
  }, 3 * minute);
  afterAll(async () => {
    await engine.close();
    await rm(dir, { recursive: true, force: true });
  }, minute);
  beforeEach(() => {
    lines.length = 0;
  });

  /** What `ciclo <words>` does; its exit code. */
  const ciclo = async (...words: readonly string[]): Promise<number> => {
    const ran = { code: 0 };
    const program = new Command('ciclo').exitOverride().configureOutput({ writeErr: () => undefined });
    addChannel({ program, env, say, ran });
    addTasks({ program, env, say, ran });
    await program.parseAsync(['node', 'ciclo', ...words]);
    return ran.code;
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
      await expect(ciclo('channel', 'email', 'on', '--rate', 'many')).rejects.toThrow('refused');
      await expect(ciclo('channel', 'emial', 'off')).rejects.toThrow('There are: email');
      expect(await channels()).toMatchObject({ channels: [{ state: 'on', rate: 7 }] });
    });
  });

  it('ciclo tasks shows what is open, and refuses a limit that is none', async () => {
    await engine.customer('tom');
    await engine.track('tom', 'Signed Up');
    await expect.poll(async () => ciclo('tasks').then(said), { timeout: 20_000 }).toContain('hello call');
    await expect(ciclo('tasks', '--limit', 'all')).rejects.toThrow('whole number');
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

    it(
      'names a journey a guard stopped, with the numbers',
      async () => {
        engine.mail.script = (to) => (to.startsWith('gone') ? { at: 'rcpt', answer: 550 } : undefined);
        for (let n = 0; n < 8; n += 1) {
          await engine.customer(`gone${n}`);
          await engine.track(`gone${n}`, 'Signed Up');
        }
        await expect
          .poll(async () => (await admin.call('GET', '/api/journeys/hello')).body, { timeout: 40_000 })
          .toMatchObject({ frozen: { by: 'guard' } });
        expect(await runDoctor({ env, say })).toBe(1);
        const line = lines.find((one) => one.includes('stopped by a guard')) ?? '';
        expect(line).toMatch(/^wrong journeys stopped by a guard: hello: .*\d/);
        engine.mail.script = () => undefined;
        await admin.steer('hello', 'resume');
        lines.length = 0;
        expect(await runDoctor({ env, say })).toBe(0);
      },
      2 * minute,
    );

    it('names a plugin instance that is not well, and a workspace that is not right', async () => {
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
      expect(said()).toMatch(/wrong workspace: \d+ problems; see: ciclo validate/);
      await write();
      await engine.publishFiles(files);
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
