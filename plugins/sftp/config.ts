import { z } from 'zod';

import { secret } from '../contract.ts';

type Server = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The folder there in which everything is; without a slash at its end. */
  readonly base: string;
};

/** A stray `%` in a password that nobody encoded stays what it is. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The server as one secret address: `sftp://user:password@host:port/folder`. */
const serverUrl = secret().transform((value, ctx): Server => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (url?.protocol !== 'sftp:' || host === '' || url.username === '') {
    ctx.addIssue({ code: 'custom', message: 'The URL has to be sftp://user:password@host:port/folder.' });
    return z.NEVER;
  }
  const base = decoded(url.pathname).replace(/\/+$/, '');
  return {
    host,
    port: url.port === '' ? 22 : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    base: base === '' ? '.' : base,
  };
});

/** What an instance of `sftp` is configured with. */
export const config = z.strictObject({
  server: serverUrl,
  /** The key of the server, as `ssh-keyscan host | ssh-keygen -lf -` shows it; a server with another is not spoken to. */
  hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'A fingerprint, such as SHA256:....'),
  /** A private key instead of the password, in the format of OpenSSH or PEM. It signs and is sent to nobody. */
  privateKey: secret().optional(),
});
export type SftpConfig = z.output<typeof config>;
