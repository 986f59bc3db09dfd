import { z } from 'zod';
import { isLoopback } from '../domain/own-host.ts';
import { readRetention, usualRetention } from '../domain/privacy/retention.ts';
import { neverForPlugins, readSecretHosts } from './secrets/plugin-secrets.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** How much is logged, pino's words. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_FORMATS = ['text', 'json'] as const;

/** How a line of the log is written: for a person, or for a machine. */
export type LogFormat = (typeof LOG_FORMATS)[number];

const MAILBOX = /^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/;

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a whole number from 0 to 65535');

const flag = z
  .enum(['0', '1', 'false', 'true'], { error: 'must be 1 or 0' })
  .transform((word) => word === '1' || word === 'true');

const url = (input: { protocols: readonly string[]; message: string }) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && input.protocols.includes(new URL(text).protocol), input.message);

/** The address of a provider; without encryption only within this machine. */
const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
};

const word = (length: number) => z.string().min(length, `must have at least ${length} characters`);

const host = z.string().regex(/^[a-z0-9.:-]+$/i, 'must be an address or a name of this machine');

/** Names or values between commas; blanks around them do not count. */
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const classes = Object.keys(usualRetention).join(', ');

const formerSecrets = list.refine(
  (secrets) => secrets.every((secret) => secret.length >= 32),
  'must hold secrets of at least 32 characters each, separated by commas',
);

/** The settings as the environment gives them: strings, each optional. The messages follow the variable's name. */
export const settingsSchema = z.object({
  PORT: port.default(3000),
  CICLO_HOST: host.default('127.0.0.1'),
  CICLO_HOSTS: list
    .refine(
      (names) => names.every((name) => /^[a-z0-9.-]+$/i.test(name)),
      'must hold names of hosts between commas, without ports',
    )
    .default([]),
  CICLO_ADMIN_HOST: host.default('127.0.0.1'),
  CICLO_ADMIN_PORT: port.optional(),
  CICLO_DATA: z.string().default('.ciclo'),
  CICLO_TOOLS: z.string().optional(),
  CICLO_WAREHOUSE: z.string().optional(),
  CICLO_NO_INSTALL: flag.default(false),
  CICLO_WORKSPACE: z.string().optional(),
  SMTP_URL: url({
    protocols: ['smtp:', 'smtps:'],
    message: 'must be an smtp:// or smtps:// address',
  }).optional(),
  CICLO_FROM: z
    .string()
    .regex(MAILBOX, 'must be a mail address, with or without a name')
    .default('Ciclo <hello@ciclo.test>'),
  PUBLIC_URL: url({ protocols: ['http:', 'https:'], message: 'must be an http:// or https:// address' })
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  CICLO_URL: url({
    protocols: ['http:', 'https:'],
    message: 'must be an http:// or https:// address',
  }).optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(?:\+srv)?:\/\/[^/]/, 'must be a mongodb:// or mongodb+srv:// address')
    .optional(),
  CICLO_OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be an https:// address, or an http:// one of this machine')
    .optional(),
  CICLO_OIDC_CLIENT_ID: z.string().max(500).optional(),
  CICLO_OIDC_CLIENT_SECRET: word(8).optional(),
  CICLO_OIDC_NAME: z.string().max(60, 'must have at most 60 characters').default('single sign-on'),
  CICLO_OIDC_DOMAINS: list
    .refine(
      (names) => names.every((name) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(name)),
      'must hold domains of mail addresses between commas',
    )
    .default([]),
  CICLO_WRITE_KEY: word(8).optional(),
  CICLO_API_KEY: word(16).optional(),
  CICLO_SECRET: word(32).optional(),
  CICLO_SECRET_PREVIOUS: formerSecrets.default([]),
  CICLO_SECRET_RETIRED: formerSecrets.default([]),
  CICLO_PLUGIN_SECRETS: list
    .refine(
      (names) => names.every((name) => neverForPlugins(name) === undefined),
      'must hold names of variables between commas, none of them a setting of the engine',
    )
    .default([]),
  CICLO_PLUGIN_HOSTS: z
    .string()
    .transform((text, ctx) => {
      const read = readSecretHosts(text);
      if (read !== undefined) return read;
      ctx.addIssue({
        code: 'custom',
        message: 'must hold the hosts of variables with blanks between, such as NAME=host,host:port',
      });
      return z.NEVER;
    })
    .optional(),
  CICLO_ALLOW_PRIVATE_EGRESS: flag.default(false),
  CICLO_RETENTION: z
    .string()
    .transform((text, context) => {
      const retention = readRetention(text);
      if (retention !== undefined) return retention;
      const message = `must name classes (${classes}) with durations of at least an hour`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .default(usualRetention),
  CICLO_LEASE_SECONDS: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number of seconds from 5 to 600')
    .transform(Number)
    .refine((value) => value >= 5 && value <= 600, 'must be a whole number of seconds from 5 to 600')
    .optional(),
  CICLO_DEV_CLOCK: flag.default(false),
  CICLO_TRUST_PROXY: flag.default(false),
  CICLO_INBOX_PORT: port.default(0),
  CICLO_TEMPORAL_PORT: port.default(0),
  CICLO_TEMPORAL_UI_PORT: port.optional(),
  CICLO_MONGO_PORT: port.default(0),
  LOG_FORMAT: z.enum(LOG_FORMATS, { error: `must be one of ${LOG_FORMATS.join(', ')}` }).optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

const examples: Readonly<Record<string, string>> = {
  PORT: '3000',
  CICLO_HOST: '0.0.0.0',
  CICLO_HOSTS: 'ciclo.shop.example,links.shop.example',
  CICLO_ADMIN_HOST: '0.0.0.0',
  CICLO_ADMIN_PORT: '9464',
  SMTP_URL: 'smtps://user:password@mail.example.com:465',
  CICLO_FROM: '"Example Shop <hello@shop.example>"',
  PUBLIC_URL: 'https://ciclo.shop.example',
  CICLO_URL: 'http://10.0.0.5:3000',
  MONGODB_URI: 'mongodb://127.0.0.1:27017/ciclo',
  CICLO_OIDC_ISSUER: 'https://login.shop.example',
  CICLO_OIDC_CLIENT_ID: 'ciclo',
  CICLO_OIDC_CLIENT_SECRET: 'what-the-provider-gave',
  CICLO_OIDC_NAME: '"Shop accounts"',
  CICLO_OIDC_DOMAINS: 'shop.example,shop.test',
  CICLO_WRITE_KEY: 'sk_3f8c0a91d27b4e65',
  CICLO_API_KEY: 'sk_93b1f0c2774d4a0e8f5d',
  CICLO_SECRET: '$(openssl rand -hex 32)',
  CICLO_SECRET_PREVIOUS: 'the-secret-before,the-one-before-that',
  CICLO_SECRET_RETIRED: 'a-secret-that-leaked',
  CICLO_PLUGIN_SECRETS: 'SHOPIFY_SECRET,CRM_TOKEN',
  CICLO_PLUGIN_HOSTS: '"CICLO_PLUGIN_MAIL_PASSWORD=smtp.example.com:587 CICLO_PLUGIN_CHAT=*.chat.example"',
  CICLO_ALLOW_PRIVATE_EGRESS: '1',
  CICLO_RETENTION: '"rawRequests=14 days, audit=5 years"',
  CICLO_LEASE_SECONDS: '20',
  CICLO_DEV_CLOCK: '1',
  CICLO_WAREHOUSE: '/var/lib/ciclo/warehouse',
  CICLO_NO_INSTALL: '1',
  CICLO_TRUST_PROXY: '1',
  CICLO_INBOX_PORT: '1025',
  CICLO_TEMPORAL_PORT: '7233',
  CICLO_TEMPORAL_UI_PORT: '8233',
  CICLO_MONGO_PORT: '27017',
  LOG_FORMAT: 'json',
  LOG_LEVEL: 'info',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
};

/** `NAME must be so and so, for example NAME=value`: one problem with a setting, in words. */
export const describeProblem = (input: { name: string; message: string }): string => {
  const example = examples[input.name];
  return `${input.name} ${input.message}${example === undefined ? '' : `, for example ${input.name}=${example}`}`;
};
