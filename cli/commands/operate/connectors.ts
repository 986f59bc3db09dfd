import colors from 'picocolors';
import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import { removeWebhooksCommand, setUpWebhooksCommand } from './connector-webhooks.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const instanceSchema = z.looseObject({
  instance: z.string(),
  plugin: z.string(),
  state: z.string(),
  why: z.string().optional(),
  missing: z.array(z.looseObject({ action: z.string(), version: z.number() })).optional(),
});
const listSchema = z.looseObject({ plugins: z.array(instanceSchema) });
const checkSchema = z.looseObject({ ok: z.boolean(), message: z.string().optional() });

const callOf = (instance: string, act: 'check' | 'reset'): string =>
  `/api/plugins/${encodeURIComponent(instance)}/${act}`;

/** `ciclo connectors list`: the plugin instances, and whether their calls go through. */
export const runListConnectors = async (input: { client: EngineClient; say: Say }): Promise<number> => {
  const { plugins } = listSchema.parse(await input.client.call({ path: '/api/plugins' }));
  const rows = plugins.map(({ instance, plugin, state, why = '', missing = [] }) => {
    const gone = missing.map(({ action, version }) => `Version ${version} of ${action} is missing.`);
    return [instance, plugin, state, [why, ...gone].filter((part) => part !== '').join(' ')];
  });
  if (rows.length === 0) input.say('The workspace connects nothing.');
  else input.say(table({ head: ['instance', 'plugin', 'state', 'why'], rows }));
  return 0;
};

/** `ciclo connectors check <instance>`: asks its provider; 1 when it does not work. */
export const runCheckConnector = async (input: {
  instance: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { instance, client, say } = input;
  const { ok, message = '' } = checkSchema.parse(
    await client.call({ path: callOf(instance, 'check'), body: {} }),
  );
  say(ok ? `${colors.green('ok')} ${instance}` : `${colors.red('no')} ${instance}: ${message}`);
  return ok ? 0 : 1;
};

/** `ciclo connectors reset <instance>`: its calls go through at once. */
export const runResetConnector = async (input: {
  instance: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { instance, client, say } = input;
  const { state } = instanceSchema.parse(await client.call({ path: callOf(instance, 'reset'), body: {} }));
  say(`${instance} is ${state}.`);
  return 0;
};

const connectSchema = z.looseObject({ state: z.string(), url: z.string().optional() });
const disconnectSchema = z.looseObject({ disconnected: z.boolean() });
const resealSchema = z.looseObject({ resealed: z.number(), unreadable: z.number() });

const connectionCall = (instance: string, act: 'connect' | 'disconnect'): string =>
  `/api/connectors/${encodeURIComponent(instance)}/${act}`;

/** `ciclo connectors connect <instance>`: the address at which a person agrees. */
export const runConnect = async (input: {
  instance: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { instance, client, say } = input;
  const { url } = connectSchema.parse(
    await client.call({ path: connectionCall(instance, 'connect'), body: {} }),
  );
  if (url === undefined) say(`${instance} is connected.`);
  else say(`Open this address in a browser and agree there, within ten minutes:\n\n${url}\n`);
  return 0;
};

/** `ciclo connectors disconnect <instance>`: its tokens are given back and forgotten. */
export const runDisconnect = async (input: {
  instance: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { instance, client, say } = input;
  const { disconnected } = disconnectSchema.parse(
    await client.call({ path: connectionCall(instance, 'disconnect'), body: {} }),
  );
  say(disconnected ? `${instance} is disconnected.` : `${instance} was not connected.`);
  return 0;
};

/** `ciclo connectors reseal`: all tokens are encrypted with the present secret; 1 when some cannot be read any more. */
export const runReseal = async (input: { client: EngineClient; say: Say }): Promise<number> => {
  const { resealed, unreadable } = resealSchema.parse(
    await input.client.call({ path: '/api/connectors/reseal', body: {} }),
  );
  input.say(`Connections encrypted with the present secret: ${resealed}.`);
  if (unreadable > 0)
    input.say(`Connections that cannot be read any more, and have to be connected again: ${unreadable}.`);
  return unreadable === 0 ? 0 : 1;
};

const listCommand: CommandDefinition = {
  usage: 'list',
  isDefault: true,
  summary: 'the plugin instances, and whether their calls go through',
  examples: ['ciclo connectors list'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runListConnectors({ client: await connect(), say }))),
};

const checkCommand: CommandDefinition = {
  usage: 'check <instance>',
  summary: 'ask its provider whether it can be reached and lets it in',
  examples: ['ciclo connectors check mail'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (instance: string) => runCheckConnector({ instance, client: await connect(), say })),
    ),
};

const resetCommand: CommandDefinition = {
  usage: 'reset <instance>',
  summary: 'let calls go through at once that are held because its provider was not well',
  examples: ['ciclo connectors reset mail'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (instance: string) => runResetConnector({ instance, client: await connect(), say })),
    ),
};

const connectCommand: CommandDefinition = {
  usage: 'connect <instance>',
  summary: 'connect it with its provider by OAuth 2: prints the address at which a person agrees',
  examples: ['ciclo connectors connect crm'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (instance: string) => runConnect({ instance, client: await connect(), say }))),
};

const disconnectCommand: CommandDefinition = {
  usage: 'disconnect <instance>',
  summary: 'give its tokens back to the provider and forget them; whatever uses it waits',
  examples: ['ciclo connectors disconnect crm'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (instance: string) => runDisconnect({ instance, client: await connect(), say })),
    ),
};

const resealCommand: CommandDefinition = {
  usage: 'reseal',
  summary: 'encrypt the tokens of all connections with the present secret, after CICLO_SECRET was changed',
  examples: ['ciclo connectors reseal'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runReseal({ client: await connect(), say }))),
};

/** `ciclo connectors`. */
export const connectorsCommand: CommandDefinition = {
  usage: 'connectors',
  summary:
    'the plugin instances of the workspace: how they are, a check, a new beginning, webhooks set up at their providers, connecting by OAuth 2',
  group: 'Operate',
  examples: ['ciclo connectors', 'ciclo connectors check mail'],
  parts: [
    listCommand,
    checkCommand,
    resetCommand,
    setUpWebhooksCommand,
    removeWebhooksCommand,
    connectCommand,
    disconnectCommand,
    resealCommand,
  ],
};
