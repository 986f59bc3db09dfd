import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { sftpPlugin } from '../../plugins/sftp/sftp.ts';
import { callAction } from '../../plugins/testing.ts';
import { whereIs } from './found.ts';
import { ownFolder, runProgram, startProgram } from './program.ts';

/** An OpenSSH server of the user who runs this, who signs in with a key. */
const startSshd = async (folder: string) => {
  const port = await freePort();
  const at = (name: string): string => join(folder, name);
  for (const name of ['host', 'client', 'stranger'])
    await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  // What it needs as root.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const key = await readFile(at('client.pub'), 'utf8');
  await writeFile(at('authorized'), key);
  await writeFile(
    at('config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('authorized')}`,
      `PidFile ${at('pid')}`,
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'Subsystem sftp internal-sftp',
    ].join('\n'),
  );
  const server = await startProgram(whereIs('sshd') ?? '', ['-D', '-e', '-f', at('config')], { port });
  const said = await runProgram('ssh-keygen', ['-lf', at('host.pub')]);
  const [fingerprint = ''] = /SHA256:[A-Za-z0-9+/]{43}/.exec(said) ?? [];
  return { ...server, port, fingerprint, keyOf: (name: string) => readFile(at(name), 'utf8') };
};

describe('SFTP with OpenSSH', () => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let server: Awaited<ReturnType<typeof startSshd>>;
  beforeAll(async () => {
    folder = await ownFolder();
    await mkdir(join(folder.path, 'files'));
    server = await startSshd(folder.path);
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  const call = async (
    action: string,
    input: object,
    more: { key?: string; hostKey?: string; base?: string } = {},
  ) => {
    const { key = 'client', hostKey = server.fingerprint, base = join(folder.path, 'files') } = more;
    return callAction({
      plugin: sftpPlugin,
      config: {
        server: { env: 'CICLO_PLUGIN_SFTP' },
        privateKey: { env: 'CICLO_PLUGIN_SFTP_KEY' },
        hostKey,
      },
      secrets: {
        CICLO_PLUGIN_SFTP: `sftp://${userInfo().username}@127.0.0.1:${server.port}${base}`,
        CICLO_PLUGIN_SFTP_KEY: await server.keyOf(key),
      },
      action,
      input,
    });
  };
  const bytes = Buffer.alloc(700_000, 'abc,def\n');
  const file = { path: 'out/2026-03-01/a b.csv', base64: bytes.toString('base64'), type: 'text/csv' };

  it('a file is written whole, written over, listed and read in parts', async () => {
    expect(await call('put-file', { ...file, base64: '' })).toMatchObject({ kind: 'done' });
    expect(await call('put-file', file)).toEqual({
      kind: 'done',
      output: { path: file.path, bytes: bytes.byteLength },
    });
    expect((await readFile(join(folder.path, 'files', file.path))).equals(bytes)).toBe(true);
    expect(await call('list-files', { folder: 'out/2026-03-01' })).toMatchObject({
      kind: 'done',
      output: { files: [{ path: file.path, size: bytes.byteLength }], more: false },
    });
    const read = await call('read-file', { path: file.path, offset: 100_000, length: 300_000 });
    expect(read).toMatchObject({ output: { base64: bytes.subarray(100_000, 400_000).toString('base64') } });
  });

  it('a file that is not there is said to be none, and a folder that is not there is looked at again', async () => {
    expect(await call('read-file', { path: 'none.csv', offset: 0, length: 1 })).toMatchObject({
      kind: 'rejected',
      code: 'not-found',
    });
    expect(await call('list-files', { folder: 'nothing' })).toMatchObject({ kind: 'retry' });
  });

  it('another key of the server, or of ours, delays and loses nothing', async () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`;
    expect(await call('put-file', file, { hostKey })).toMatchObject({
      kind: 'retry',
      code: 'wrong-host-key',
    });
    expect(await call('put-file', file, { key: 'stranger' })).toMatchObject({ kind: 'retry' });
  });

  it('a folder that nobody may write to is said to be', async () => {
    const outcome = await call('put-file', file, { base: '/proc/ciclo' });
    expect(outcome.kind).not.toBe('done');
  });
});
