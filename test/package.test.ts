import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { loadConfig } from '../platform/config.ts';
import { freePort } from '../platform/free-port.ts';
import { copyContext, playStage, readStages, type Stage, wordsOf } from './harness/dockerfile.ts';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

let dir = '';
/** An empty folder, where the package was installed. */
let home = '';
let stages: readonly Stage[] = [];
let image = '';

/** Nothing of this run's environment but where programs and packages are found. */
const env = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NO_COLOR: '1',
  CICLO_TOOLS: loadConfig(process.env).toolsDir,
  ...more,
});

const shell = async (command: string, input: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) => {
  const [program = '', ...args] = command.split(' ');
  const { stdout } = await run(program, args, { cwd: home, env: env(), ...input });
  return stdout;
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-package-'));
  home = join(dir, 'home');
  await mkdir(home);
  const context = join(dir, 'context');
  await copyContext({ root, to: context });
  stages = readStages(await readFile(join(root, 'Dockerfile'), 'utf8'));
  const [build, final] = stages;
  if (build === undefined || final === undefined) throw new Error('The Dockerfile has no two stages.');
  const made = { [build.name]: join(dir, 'build') };
  const { workdir } = await playStage({
    stage: build,
    dir: join(dir, 'build'),
    context,
    nodeModules: join(root, 'node_modules'),
    stages: {},
  });
  const [tarball = ''] = (await readdir(workdir)).filter((name) => name.endsWith('.tgz'));
  await shell(`npm install --prefer-offline --no-audit --no-fund ${join(workdir, tarball)}`);
  const played = await playStage({
    stage: final,
    dir: join(dir, 'image'),
    context,
    nodeModules: join(home, 'node_modules'),
    stages: made,
  });
  image = played.workdir;
});

afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the package, installed in an empty folder', () => {
  it('holds no TypeScript but types, and no test', async () => {
    const files = await readdir(join(home, 'node_modules', 'ciclo'), { recursive: true });
    const wrong = files.filter((file) => /(?<!\.d)\.tsx?$|\.test\.ts$|fixture/.test(file));
    expect(wrong).toEqual([]);
  });

  it('makes a workspace, checks it, and explains itself', async () => {
    expect(await shell('npx ciclo init my-shop')).toContain('cd my-shop');
    const shop = join(home, 'my-shop');
    expect(await shell('npx ciclo validate', { cwd: shop })).toContain('Good: ');
    expect(await shell('npx ciclo --help')).toContain('init');
    const own = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    const others = env({ npm_package_version: '99.0.0' });
    expect((await shell('npx ciclo --version', { env: others })).trim()).toBe(own.version);
  });

  it('has what a connector and its tests import, with types', async () => {
    const plugin = join(home, 'plugin');
    await mkdir(plugin);
    const rename = (text: string): string =>
      text
        .replaceAll("'../contract.ts'", "'ciclo/plugin'")
        .replaceAll("'../testing.ts'", "'ciclo/plugin/testing'");
    for (const file of ['herald.ts', 'herald.test.ts']) {
      await writeFile(
        join(plugin, file),
        rename(await readFile(join(root, 'plugins', 'example', file), 'utf8')),
      );
    }
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      types: [],
    };
    await writeFile(join(plugin, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['herald.ts'] }));
    await writeFile(join(plugin, 'package.json'), JSON.stringify({ type: 'module' }));
    await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', plugin]);
    await symlink(join(root, 'node_modules', 'vitest'), join(home, 'node_modules', 'vitest'));
    const { stdout } = await run(
      process.execPath,
      [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', plugin, '-t', 'conforms'],
      { cwd: plugin, env: env() },
    );
    expect(stdout).toMatch(/Tests {2}\d+ passed/);
  });
});

describe('ciclo dev in a new workspace', () => {
  let child: ChildProcess | undefined;
  let output = '';
  let url = '';
  let shop = '';
  let adminPort = '';

  beforeAll(async () => {
    shop = join(home, 'first-shop');
    await shell('npx ciclo init first-shop');
    adminPort = String(await freePort());
    const port = String(await freePort());
    url = `http://localhost:${port}`;
    const started = spawn(join(home, 'node_modules', '.bin', 'ciclo'), ['dev'], {
      cwd: shop,
      env: env({ PORT: port, CICLO_ADMIN_PORT: adminPort }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        output += chunk.toString('utf8');
        if (output.includes('Ciclo is running.')) resolve();
      };
      started.stdout.on('data', hear);
      started.stderr.on('data', hear);
      started.once('exit', (code) => reject(new Error(`ciclo dev ended with ${code}: ${output}`)));
    });
  });

  afterAll(() => child?.kill('SIGKILL'));

  it('takes an event of the shop and says why, and ends well', async () => {
    const keys = z
      .object({ writeKey: z.string() })
      .parse(JSON.parse(await readFile(join(shop, '.ciclo', 'secrets.json'), 'utf8')));
    const answer = await fetch(new URL('/v1/track', url), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${keys.writeKey}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        userId: 'ana',
        event: 'Product Viewed',
        properties: { product_id: '1' },
        context: { traits: { email: 'ana@example.com' } },
      }),
    });
    expect(answer.status).toBe(200);
    await expect.poll(() => shell('npx ciclo why ana', { cwd: shop })).toContain('Product Viewed');
  });

  it('is green for the doctor, though the connectors of the starter have no secrets yet', async () => {
    expect(await shell('npx ciclo doctor', { cwd: shop })).toMatch(
      /the engine runs it as it is[\s\S]*All \d+ checks are well/,
    );
  });

  it('publishes a file that is saved, and says in a line what changed', async () => {
    const file = join(shop, 'offers', 'ten-percent.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/"description": "[^"]*"|"name": "[^"]*"/, '"name": "Another name"'));
    await expect
      .poll(() => output)
      .toMatch(/^\d\d:\d\d:\d\d Published revision 2: changed offer ten-percent\.$/m);
  });

  it('is found healthy by the health check of the image', async () => {
    const [program = '', ...args] = wordsOf({
      stage: stages.at(-1) ?? { name: '', steps: [] },
      keyword: 'HEALTHCHECK',
    });
    await run(program, args, { env: env({ CICLO_ADMIN_PORT: adminPort }) });
    const nowhere = String(await freePort());
    await expect(run(program, args, { env: env({ CICLO_ADMIN_PORT: nowhere }) })).rejects.toMatchObject({
      code: 1,
    });
  });

  it('said nothing of errors, of the bundler or of the SDK, and one line for each server', () => {
    expect(output).not.toMatch(/ error |sdkComponent|webpack|Worker state/);
    expect(output.match(/ready after/g)).toHaveLength(2);
  });

  it('ends at once and well when it is asked to', async () => {
    const ended = child === undefined ? [] : once(child, 'exit');
    child?.kill('SIGINT');
    expect((await ended)[0]).toBe(0);
  });
});

describe('the image', () => {
  it('runs the command, compiled, as somebody without rights', async () => {
    const final = stages.at(-1) ?? { name: '', steps: [] };
    const [program = '', ...args] = wordsOf({ stage: final, keyword: 'ENTRYPOINT' });
    const { stdout } = await run(program, [...args, '--help'], { cwd: image, env: env() });
    expect(stdout).toContain('init');
    expect(await readdir(image)).not.toContain('engine');
    expect(final.steps.find(({ keyword }) => keyword === 'USER')?.text).toBe('node');
    const { stdout: checked } = await run(program, [...args, 'validate'], { cwd: image, env: env() });
    expect(checked).toContain('Good: ');
  });
});
