import { z } from 'zod';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** How much is logged, pino's words. */
export type LogLevel = (typeof LOG_LEVELS)[number];

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

const word = (length: number) => z.string().min(length, `must have at least ${length} characters`);

/** The settings as the environment gives them: strings, each optional. The messages follow the variable's name. */
export const settingsSchema = z.object({
  PORT: port.default(3000),
  CICLO_DATA: z.string().default('.ciclo'),
  CICLO_TOOLS: z.string().optional(),
  CICLO_WORKSPACE: z.string().default('templates'),
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
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(?:\+srv)?:\/\/[^/]/, 'must be a mongodb:// or mongodb+srv:// address')
    .optional(),
  CICLO_WRITE_KEY: word(8).optional(),
  CICLO_API_KEY: word(16).optional(),
  CICLO_SECRET: word(32).optional(),
  CICLO_DEV_CLOCK: flag.default(false),
  CICLO_TRUST_PROXY: flag.default(false),
  CICLO_INBOX_PORT: port.default(0),
  CICLO_TEMPORAL_PORT: port.default(0),
  CICLO_TEMPORAL_UI_PORT: port.optional(),
  CICLO_MONGO_PORT: port.default(0),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

const examples: Readonly<Record<string, string>> = {
  PORT: '3000',
  SMTP_URL: 'smtps://user:password@mail.example.com:465',
  CICLO_FROM: '"Example Shop <hello@shop.example>"',
  PUBLIC_URL: 'https://ciclo.shop.example',
  MONGODB_URI: 'mongodb://127.0.0.1:27017/ciclo',
  CICLO_WRITE_KEY: 'wk_3f8c0a91d27b4e65',
  CICLO_API_KEY: 'ak_93b1f0c2774d4a0e8f5d',
  CICLO_SECRET: '$(openssl rand -hex 32)',
  CICLO_DEV_CLOCK: '1',
  CICLO_TRUST_PROXY: '1',
  CICLO_INBOX_PORT: '1025',
  CICLO_TEMPORAL_PORT: '7233',
  CICLO_TEMPORAL_UI_PORT: '8233',
  CICLO_MONGO_PORT: '27017',
  LOG_LEVEL: 'info',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
};

/** `NAME must be so and so, for example NAME=value`: one problem with a setting, in words. */
export const describeProblem = (input: { name: string; message: string }): string => {
  const example = examples[input.name];
  return `${input.name} ${input.message}${example === undefined ? '' : `, for example ${input.name}=${example}`}`;
};
