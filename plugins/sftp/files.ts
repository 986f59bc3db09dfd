import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

import type { SFTPWrapper } from 'ssh2';
import type { z } from 'zod';

import type { filesListed, FileToPut, FileToRead, Outcome } from '../contract.ts';
import { type SftpContext, statusOf, withSftp } from './session.ts';

const listMax = 1_000;
const noSuchFile = 2;
const regular = 0o100000;
const kindMask = 0o170000;

const within = ({ config }: SftpContext, path: string): string =>
  path === '' ? config.server.base : `${config.server.base}/${path}`;

const call = <Result>(ask: (done: (error: unknown, result: Result) => void) => void): Promise<Result> =>
  promisify<Result>((done) => {
    ask((error, result) => {
      // No error is `undefined` or null, as it happens.
      if (error === undefined || error === null) done(null, result);
      else done(error, result);
    });
  })();

/** Makes the folders of a file below the folder of the instance, which itself is never made. */
const makeFolders = async (ctx: SftpContext, sftp: SFTPWrapper, path: string): Promise<void> => {
  const parts = path.split('/').slice(0, -1);
  for (const [index] of parts.entries()) {
    const folder = within(ctx, parts.slice(0, index + 1).join('/'));
    // One that is there is refused in as many words as there are servers; whether it is there shows when the file is written.
    await call((done) => sftp.mkdir(folder, (error) => done(error, undefined))).catch(() => undefined);
  }
};

/** Puts a file into the place of another: as OpenSSH does at once, elsewhere by removing the other first. */
const putInPlace = async (sftp: SFTPWrapper, from: string, to: string): Promise<void> => {
  try {
    await call((done) => sftp.ext_openssh_rename(from, to, (error) => done(error, undefined)));
  } catch {
    await call((done) => sftp.unlink(to, (error) => done(error, undefined))).catch(() => undefined);
    await call((done) => sftp.rename(from, to, (error) => done(error, undefined)));
  }
};

/** Writes a whole file: beside it first, then it takes the place of what was there. */
export const putFile = (
  ctx: SftpContext,
  { path, base64 }: FileToPut,
): Promise<Outcome<{ path: string; bytes: number }>> =>
  withSftp(ctx, async (sftp) => {
    const bytes = Buffer.from(base64, 'base64');
    await makeFolders(ctx, sftp, path);
    const to = within(ctx, path);
    const beside = `${to.slice(0, to.lastIndexOf('/'))}/.${randomUUID()}.part`;
    await call((done) => sftp.writeFile(beside, bytes, (error) => done(error, undefined)));
    await putInPlace(sftp, beside, to);
    return { kind: 'done', output: { path, bytes: bytes.length } };
  });

/** Lists the files right in a folder by their names; those that begin with a dot are left out. */
export const listFiles = (
  ctx: SftpContext,
  { folder }: { folder: string },
): Promise<Outcome<z.input<typeof filesListed>>> =>
  withSftp(ctx, async (sftp) => {
    const entries = await call<{ filename: string; attrs: { mode: number; size: number; mtime: number } }[]>(
      (done) => sftp.readdir(within(ctx, folder), done),
    );
    const files = entries
      .filter(({ filename, attrs }) => !filename.startsWith('.') && (attrs.mode & kindMask) === regular)
      .map(({ filename, attrs: { size, mtime } }) => ({
        path: folder === '' ? filename : `${folder}/${filename}`,
        size,
        modifiedAt: mtime * 1000,
      }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return { kind: 'done', output: { files: files.slice(0, listMax), more: files.length > listMax } };
  });

/** Reads bytes from a place on until there are so many, or the file ends. */
const readAll = async (
  sftp: SFTPWrapper,
  handle: Buffer,
  { offset, length }: FileToRead,
): Promise<Buffer> => {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const from = at;
    const read = await call<number>((done) =>
      sftp.read(handle, bytes, from, length - from, offset + from, done),
    ).catch((thrown: unknown) => {
      // The end of a file is an error of SFTP.
      if (statusOf(thrown) === 1) return 0;
      throw thrown;
    });
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
};

/** Reads a part of a file. */
export const readFile = (ctx: SftpContext, input: FileToRead): Promise<Outcome<{ base64: string }>> =>
  withSftp(ctx, async (sftp) => {
    let handle: Buffer;
    try {
      handle = await call<Buffer>((done) => sftp.open(within(ctx, input.path), 'r', done));
    } catch (thrown) {
      if (statusOf(thrown) !== noSuchFile) throw thrown;
      return { kind: 'rejected', code: 'not-found', message: 'The file is not there.' };
    }
    const bytes = await readAll(sftp, handle, input);
    return { kind: 'done', output: { base64: bytes.toString('base64') } };
  });

/** Whether the server lets us in and the folder is there. */
export const lookAtServer = async (
  ctx: SftpContext,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }> => {
  const listed = await listFiles(ctx, { folder: '' });
  return listed.kind === 'done' ? { ok: true } : { ok: false, message: listed.message };
};
