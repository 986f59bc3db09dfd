import { createHash } from 'node:crypto';

import ssh2, { type SFTPWrapper } from 'ssh2';
import { z } from 'zod';

import { type ActionContext, type Connect, type Failure, loginFailed, type Outcome } from '../contract.ts';
import type { SftpConfig } from './config.ts';

export type SftpContext = ActionContext<SftpConfig, { readonly connect: Connect }>;

const connectMs = 20_000;

const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

const thrownSchema = z.object({
  level: z.string().optional(),
  code: z.union([z.string(), z.number()]).optional(),
});

/** What the server said of an operation, by the number of SFTP: 2 is that there is no such file. */
export const statusOf = (thrown: unknown): string | number | undefined =>
  thrownSchema.safeParse(thrown).data?.code;

/** What came of a session that broke. The words of the server may name people and paths, so they are left out. */
const failureOf = (thrown: unknown, isOther: boolean): Failure => {
  if (isOther) {
    const message = 'The server shows another key than `hostKey`. Nothing was sent to it.';
    return { kind: 'retry', code: 'wrong-host-key', message, afterMs: 60_000 };
  }
  const { level, code = 'unknown' } = thrownSchema.safeParse(thrown).data ?? {};
  if (level === 'client-authentication') return loginFailed('The server does not take the user and its key.');
  return { kind: 'retry', code: 'sftp-unavailable', message: `The server cannot be used (${code}).` };
};

/**
 * Connects, does something on the server, and ends the session. Nothing is sent to a server with another key than the one that is
 * configured. What breaks is `retry`, since everything that is done may be done again.
 */
export const withSftp = async <Output>(
  ctx: SftpContext,
  work: (sftp: SFTPWrapper) => Promise<Outcome<Output>>,
): Promise<Outcome<Output>> => {
  const { server, hostKey, privateKey } = ctx.config;
  const seen = { isOther: false };
  const client = new ssh2.Client();
  try {
    const sock = await ctx.resource.connect({ host: server.host, port: server.port, timeoutMs: connectMs });
    const stop = (): void => {
      sock.destroy();
    };
    ctx.signal.addEventListener('abort', stop, { once: true });
    const broken = new Promise<never>((_resolve, reject) => {
      client.on('error', reject);
      client.on('close', () => reject(new Error('closed')));
    });
    // Anyone who waits for the work hears of it; without one it is nobody's.
    broken.catch(() => undefined);
    const sftp = new Promise<SFTPWrapper>((resolve, reject) => {
      client.on('ready', () =>
        client.sftp((error, opened) => (error === undefined ? resolve(opened) : reject(error))),
      );
    });
    client.connect({
      sock,
      username: server.user,
      readyTimeout: connectMs,
      hostVerifier: (key: Buffer) => {
        seen.isOther = fingerprintOf(key) !== hostKey;
        return !seen.isOther;
      },
      ...(privateKey === undefined ? { password: server.password } : { privateKey }),
    });
    return await Promise.race([broken, sftp.then(work)]);
  } catch (thrown) {
    return failureOf(thrown, seen.isOther);
  } finally {
    client.end();
    client.destroy();
  }
};
