import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { messageRate, secret } from '../contract.ts';

/** Keys kept in an environment variable often have `\n` for their line breaks. */
const rsaKey = secret().transform((value, ctx) => {
  const pem = value.replaceAll('\\n', '\n');
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem;
  } catch {
    // Said below, without the key.
  }
  ctx.addIssue({ code: 'custom', message: 'The DKIM key has to be an RSA private key in PEM.' });
  return z.NEVER;
});

type Server = {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
};

/** A stray `%` in a password that nobody encoded stays what it is. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const serverUrl = secret().transform((value, ctx): Server => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    ctx.addIssue({
      code: 'custom',
      message: 'The URL has to be smtp://user:password@host:port, or smtps://.',
    });
    return z.NEVER;
  }
  const secure = url.protocol === 'smtps:';
  const auth = { user: decoded(url.username), pass: decoded(url.password) };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(auth.user === '' ? {} : { auth }),
  };
});

const server = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(587),
  /** TLS from the first byte, as on port 465. */
  secure: z.boolean().default(false),
  auth: z.strictObject({ user: z.string().min(1), pass: secret() }).optional(),
});

export const smtpConfig = z.strictObject({
  /** The server as one secret URL, or written out. */
  server: z.union([serverUrl, server]),
  /** `auto`: STARTTLS where the server offers it, and a must before a password leaves the machine. */
  tls: z.enum(['auto', 'required', 'off']).default('auto'),
  /** A certificate authority of one's own, PEM. */
  ca: z.string().optional(),
  verifyCertificate: z.boolean().default(true),
  /** The name said in EHLO. */
  helloName: z.string().min(1).optional(),
  /** Where bounces go; the From address by default. */
  returnPath: z.email().optional(),
  dkim: z
    .strictObject({ domain: z.string().min(1), selector: z.string().min(1), privateKey: rsaKey })
    .optional(),
  connections: z.int().min(1).max(100).default(5),
  messagesPerConnection: z.int().min(1).default(1_000),
  /** At most so many messages in so many seconds, over all workers. */
  rate: messageRate(),
  connectTimeoutMs: z.int().min(1).default(10_000),
  /** How long the server may take until it has the whole message, besides connecting. */
  socketTimeoutMs: z.int().min(1).default(30_000),
  /**
   * How long it may take to answer the whole message. RFC 5321 asks for ten minutes (4.5.3.2.6): anyone who gives up sooner
   * sends a message twice that the server has.
   */
  replyTimeoutMs: z.int().min(1).max(600_000).default(600_000),
});

export type SmtpConfig = z.output<typeof smtpConfig>;
