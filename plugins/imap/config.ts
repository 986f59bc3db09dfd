import { z } from 'zod';

import { secret } from '../contract.ts';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

type Server = {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly pass: string;
};

/** A stray `%` in a password that nobody encoded stays what it is. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The server as one secret address: `imaps://user:password@host:port`. A password never leaves this machine in the clear. */
const serverUrl = secret().transform((value, ctx): Server => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const secure = url?.protocol === 'imaps:';
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  const isPlain = url?.protocol === 'imap:' && isLoopback(host);
  if (url === undefined || host === '' || url.username === '' || !(secure || isPlain)) {
    ctx.addIssue({ code: 'custom', message: 'The URL has to be imaps://user:password@host:port.' });
    return z.NEVER;
  }
  return {
    host,
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    secure,
    user: decoded(url.username),
    pass: decoded(url.password),
  };
});

export const imapConfig = z.strictObject({
  server: serverUrl,
  mailbox: z.string().min(1).max(200).default('INBOX'),
  /** The mailbox that taken mails are moved to; they stay, marked as seen, by default. */
  moveTo: z.string().min(1).max(200).optional(),
  /** How often it looks. */
  everySeconds: z.int().min(10).max(86_400).default(60),
  /** Mails that lie there at the first look: left alone by default. */
  first: z.enum(['new', 'all']).default('new'),
  /** The name under which the receiving server writes `Authentication-Results`; others are not believed. */
  authserv: z.string().min(1).max(253).optional(),
  /** A certificate authority of one's own, PEM. */
  ca: z.string().optional(),
  verifyCertificate: z.boolean().default(true),
});

export type ImapConfig = z.output<typeof imapConfig>;
