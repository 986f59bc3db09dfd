import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';

const keySchema = z.looseObject({
  id: z.string(),
  tenant: z.string(),
  name: z.string(),
  kind: z.enum(['public', 'server']),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  lastUsedAt: z.string().optional(),
});
type Key = z.infer<typeof keySchema>;

const listSchema = z.object({ keys: z.array(keySchema) });
const madeSchema = keySchema.extend({ key: z.string() });
const secretSchema = z.object({ secret: z.string() });

const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');

const stateOf = ({ revokedAt, expiresAt, lastUsedAt }: Key): string => {
  if (revokedAt !== undefined) return `revoked ${minute(revokedAt)}`;
  const ends = expiresAt === undefined ? '' : `, ends ${minute(expiresAt)}`;
  return lastUsedAt === undefined ? `not used yet${ends}` : `used ${minute(lastUsedAt)}${ends}`;
};

const rowOf = (key: Key): readonly string[] => [
  key.id,
  key.name,
  key.kind,
  key.scopes.join(' '),
  stateOf(key),
];

/** `ciclo keys list`: the keys that were made, without their texts. */
export const runListKeys = async (input: { client: EngineClient; say: Say }): Promise<number> => {
  const { keys } = listSchema.parse(await input.client.call({ path: '/api/keys' }));
  if (keys.length === 0) input.say('No keys were made yet; those of the settings are not listed.');
  else input.say(table({ head: ['id', 'name', 'kind', 'scopes', 'use'], rows: keys.map(rowOf) }));
  return 0;
};

/** `ciclo keys create`: makes a key and shows its text, which nobody can show again. */
export const runCreateKey = async (input: {
  name: string;
  kind: string;
  scopes: readonly string[] | undefined;
  expiresAt: string | undefined;
  tenant: string | undefined;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { name, kind, scopes, expiresAt, tenant, client, say } = input;
  const body = { name, kind, scopes, expiresAt, tenant };
  const made = madeSchema.parse(await client.call({ path: '/api/keys', body }));
  say(made.key);
  say(`${made.id}, of ${made.tenant}, may ${made.scopes.join(', ')}. Keep it now: it is not shown again.`);
  return 0;
};

/** `ciclo keys revoke`: the key opens nothing any more. */
export const runRevokeKey = async (input: {
  id: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const path = `/api/keys/${encodeURIComponent(input.id)}`;
  const key = keySchema.parse(await input.client.call({ method: 'DELETE', path }));
  input.say(`${key.id} (${key.name}) is revoked.`);
  return 0;
};

/** `ciclo keys rotate`: makes the key that takes the place of another, which goes on for a while. */
export const runRotateKey = async (input: {
  id: string;
  overlapHours: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, overlapHours, client, say } = input;
  const path = `/api/keys/${encodeURIComponent(id)}/rotate`;
  const made = madeSchema.parse(await client.call({ path, body: { overlapHours } }));
  say(made.key);
  say(`${made.id} takes the place of ${id}, which ends in ${overlapHours} hours. Keep it now.`);
  return 0;
};

/** `ciclo keys secret`: what the shop's server proves the identity of visitors with. */
export const runIdentitySecret = async (input: { client: EngineClient; say: Say }): Promise<number> => {
  const { secret } = secretSchema.parse(await input.client.call({ path: '/api/keys/identity-secret' }));
  input.say(secret);
  return 0;
};

type CreateOptions = {
  readonly kind: string;
  readonly scopes?: string;
  readonly expires?: string;
  readonly tenant?: string;
};

const listCommand: CommandDefinition = {
  usage: 'list',
  isDefault: true,
  summary: 'the keys that were made, and when they were used last',
  examples: ['ciclo keys list'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runListKeys({ client: await connect(), say }))),
};

const createCommand: CommandDefinition = {
  usage: 'create <name>',
  summary: 'make a key; its text is shown once',
  examples: ['ciclo keys create web --kind public', 'ciclo keys create shop --scopes track:server,read'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--kind <kind>', '`public` (for web pages) or `server`', 'server')
      .option('--scopes <list>', 'for example track:server,read,write,publish,personal-data')
      .option('--expires <instant>', 'when it ends, such as 2027-01-31T00:00:00Z')
      .option('--tenant <tenant>', 'for another tenant; only with the API key of the settings')
      .action(
        act(async (name: string, options: CreateOptions) => {
          const { kind, expires: expiresAt, tenant } = options;
          const scopes = options.scopes?.split(/[\s,]+/).filter((one) => one !== '');
          return runCreateKey({ name, kind, scopes, expiresAt, tenant, client: await connect(), say });
        }),
      ),
};

const rotateCommand: CommandDefinition = {
  usage: 'rotate <id>',
  summary: 'make the key that takes the place of another, which goes on for a while',
  examples: ['ciclo keys rotate key_01J9 --overlap 48'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--overlap <hours>', 'how long the former goes on', '24')
      .action(
        act(async (id: string, { overlap }: { readonly overlap: string }) =>
          runRotateKey({ id, overlapHours: Number(overlap), client: await connect(), say }),
        ),
      ),
};

const revokeCommand: CommandDefinition = {
  usage: 'revoke <id>',
  summary: 'end a key at once',
  examples: ['ciclo keys revoke k_01J9'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (id: string) => runRevokeKey({ id, client: await connect(), say }))),
};

const secretCommand: CommandDefinition = {
  usage: 'secret',
  summary: 'the secret that proves who a visitor is (`userHash`, `userToken`)',
  examples: ['ciclo keys secret'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runIdentitySecret({ client: await connect(), say }))),
};

/** `ciclo keys`. */
export const keysCommand: CommandDefinition = {
  usage: 'keys',
  summary: 'keys of the tracking API and the admin API',
  group: 'Operate',
  examples: ['ciclo keys', 'ciclo keys create web --kind public'],
  parts: [listCommand, createCommand, rotateCommand, revokeCommand, secretCommand],
};
