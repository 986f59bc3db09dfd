import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

type Rules = {
  readonly add: (text: string) => Rules;
  readonly ignores: (path: string) => boolean;
};
const isMaker = (value: unknown): value is () => Rules => typeof value === 'function';

const require = createRequire(import.meta.url);
const maker: unknown = require('ignore');

/** The rules of a file in the syntax of gitignore. */
const rulesOf = (text: string): Rules => {
  if (!isMaker(maker)) throw new TypeError('`ignore` makes no rules.');
  return maker().add(text);
};

const root = join(import.meta.dirname, '..');
const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8');

/** What must be in no commit and in no image, wherever it is. */
const dangerous = [
  'node_modules/x/index.js',
  'studio/node_modules/x/index.js',
  '.ciclo/secrets.json',
  '.ciclo/mongo/WiredTiger.wt',
  '.ciclo/temporal/temporal.db',
  '.ciclo/tools/temporal/temporal',
  '.ciclo/second/running.json',
  '.ciclo-second/mongo/engine.json',
  '.ciclo.old/secrets.json',
  'second.ciclo/secrets.json',
  'ciclo-data/temporal/temporal.db-wal',
  'data/mongo/journal/WiredTigerLog.0000000001',
  'elsewhere/secrets.json',
  'elsewhere/running.json',
  'elsewhere/ciclo.lock',
  'elsewhere/temporal.db',
  'elsewhere/temporal.db-shm',
  'templates/.env',
  '.env',
  '.env.local',
  '.env.production',
  'deploy/.env.staging',
  'server.pem',
  'deploy/tls.key',
  'certificate.p12',
  '.npmrc.local',
  'npm-debug.log',
  'logs/temporal.txt',
  'mongo.log.1',
  'reports/junit.xml',
  'coverage/index.html',
  'heap.heapsnapshot',
  'engine.cpuprofile',
  'core.4711',
  'ciclo-0.1.0.tgz',
  'backup/dump.tar.gz',
  'backup/dump.zip',
  'customers.csv.bak',
  'ops.tmp',
  'domain/errors.ts~',
];

/** What a commit and an image need; more of it than the rules above look like. */
const needed = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'cli/bin.mjs',
  'platform/secrets/secrets.ts',
  'platform/log.ts',
  'platform/data-folder.ts',
  'platform/embedded/requirements/secantusdb.txt',
  'platform/mongo/schema/define.ts',
  'templates/ciclo.json',
  'templates/messages/welcome/message.json',
  'docs/schemas/journey.schema.json',
];

describe.each(['.gitignore', '.dockerignore'])('%s', (name) => {
  it('keeps secrets, data, installed packages and what runs leave behind out', async () => {
    const rules = rulesOf(await read(name));
    expect(dangerous.filter((path) => !rules.ignores(path))).toEqual([]);
  });

  it('leaves in every file of the product, whatever a folder of it is called', async () => {
    const rules = rulesOf(await read(name));
    const folders = [
      'activities',
      'api',
      'cli',
      'domain',
      'engine',
      'platform',
      'plugins',
      'server',
      'workflows',
    ];
    const files = await Promise.all(
      folders.map(async (folder) =>
        (await readdir(join(root, folder), { recursive: true })).map((path) => `${folder}/${path}`),
      ),
    );
    const product = files.flat().filter((path) => /^(?!.*(?:\.test|-for-tests)\.ts$).*\.ts$/.test(path));
    expect(product.length).toBeGreaterThan(1_000);
    expect(product.filter((path) => rules.ignores(path))).toEqual([]);
  });

  it('leaves in what a commit and an image need', async () => {
    const rules = rulesOf(await read(name));
    expect(needed.filter((path) => rules.ignores(path))).toEqual([]);
  });
});

it('.gitignore lets the example of the settings in', async () => {
  expect(rulesOf(await read('.gitignore')).ignores('.env.example')).toBe(false);
});

it('.dockerignore keeps the history and the tests out, at any depth: Docker anchors patterns that do not say so', async () => {
  const text = await read('.dockerignore');
  const rules = rulesOf(text);
  const kept = [
    '.git/config',
    'sub/.git/config',
    'test/harness/engine.ts',
    'api/server.test.ts',
    '.env.example',
  ];
  expect(kept.filter((path) => !rules.ignores(path))).toEqual([]);
  const patterns = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(patterns.filter((pattern) => !pattern.startsWith('**/') || pattern.endsWith('/'))).toEqual([]);
});
