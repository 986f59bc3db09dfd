import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callAction } from '../testing.ts';
import { createSftpFake } from './fake.ts';
import { sftpPlugin } from './sftp.ts';

const account = { user: 'shop', password: 'canary/pass word' };
const file = {
  path: 'out/2026-03-01/a b.csv',
  base64: Buffer.from('a,b\r\n1,2\r\n').toString('base64'),
  type: 'text/csv',
};

describe('SFTP, against the server of the package ssh2', () => {
  let fake: Awaited<ReturnType<typeof createSftpFake>>;
  beforeEach(async () => {
    fake = await createSftpFake(account);
    fake.files.set('/files/in/old.csv', { bytes: Buffer.from('a;b\n1;2\n'), at: fake.clock.at });
  });
  afterEach(() => fake.close());

  const call = async (action: string, input: object, more: { hostKey?: string; address?: string } = {}) => {
    const { hostKey = fake.fingerprint, address = fake.address } = more;
    const outcome = await callAction({
      plugin: sftpPlugin,
      config: { server: { env: 'CICLO_PLUGIN_SFTP' }, hostKey },
      secrets: { CICLO_PLUGIN_SFTP: address },
      action,
      input,
    });
    expect(JSON.stringify(outcome)).not.toContain('canary');
    return outcome;
  };
  const kept = (path: string) => fake.files.get(`/files/${path}`)?.bytes.toString();

  test('gets each file whole, once, however often it is written, and nothing else stays', async () => {
    await call('put-file', { ...file, base64: '' });
    expect(await call('put-file', file)).toEqual({ kind: 'done', output: { path: file.path, bytes: 10 } });
    expect(kept(file.path)).toBe('a,b\r\n1,2\r\n');
    expect(fake.files.size).toBe(2);
  });

  test('shows the files of a folder, and reads them in parts, to the end and not further', async () => {
    expect(await call('list-files', { folder: 'in' })).toEqual({
      kind: 'done',
      output: { files: [{ path: 'in/old.csv', size: 8, modifiedAt: fake.clock.at }], more: false },
    });
    const read = (offset: number, length: number) =>
      call('read-file', { path: 'in/old.csv', offset, length });
    expect(await read(0, 4)).toMatchObject({ output: { base64: Buffer.from('a;b\n').toString('base64') } });
    expect(await read(4, 99)).toMatchObject({ output: { base64: Buffer.from('1;2\n').toString('base64') } });
    expect(await read(8, 99)).toMatchObject({ output: { base64: '' } });
    expect(await call('read-file', { path: 'in/none.csv', offset: 0, length: 1 })).toMatchObject({
      kind: 'rejected',
      code: 'not-found',
    });
  });

  test('a file of many packets arrives as it is', async () => {
    const bytes = Buffer.alloc(300_000, 'abc,def\n');
    await call('put-file', { ...file, base64: bytes.toString('base64') });
    expect(fake.files.get(`/files/${file.path}`)?.bytes.equals(bytes)).toBe(true);
    const read = await call('read-file', { path: file.path, offset: 100_000, length: 250_000 });
    expect(read).toMatchObject({ output: { base64: bytes.subarray(100_000).toString('base64') } });
  });

  test('nothing is sent to a server with another key, not even the password', async () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`;
    expect(await call('put-file', file, { hostKey })).toMatchObject({
      kind: 'retry',
      code: 'wrong-host-key',
    });
    expect(fake.logins()).toBe(0);
  });

  test('a password that is not taken, a server that hangs up, and one that is down delay a file and lose none', async () => {
    fake.play('unauthorized');
    expect(await call('put-file', file)).toMatchObject({ kind: 'retry', code: 'auth-failed' });
    fake.play('unavailable');
    expect(await call('put-file', file)).toMatchObject({ kind: 'retry', code: 'sftp-unavailable' });
    fake.play('lost');
    expect(await call('put-file', file)).toMatchObject({ kind: 'retry' });
    fake.play('ok');
    expect(await call('put-file', file)).toMatchObject({ kind: 'done' });
    expect(kept(file.path)).toBe('a,b\r\n1,2\r\n');
    await fake.close();
    expect(await call('list-files', { folder: 'in' })).toMatchObject({ kind: 'retry' });
  });

  test.each(['../a', '/etc/passwd', 'a/../../b', 'a//b', 'a\\b'])('the path %j is refused', async (path) => {
    expect(await call('put-file', { ...file, path })).toMatchObject({ code: 'invalid-input' });
  });
});
