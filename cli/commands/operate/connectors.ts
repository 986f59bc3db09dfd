import colors from 'picocolors';
import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const instanceSchema = z.looseObject({
  instance: z.string(),
  plugin: z.string(),
  state: z.string(),
  why: z.string().optional(),
});
const listSchema = z.looseObject({ plugins: z.array(instanceSchema) });
const checkSchema = z.looseObject({ ok: z.boolean(), message: z.string().optional() });

const callOf = (instance: string, act: 'check' | 'reset'): string =>
  `/api/plugins/${encodeURIComponent(instance)}/${act}`;

/** `ciclo connectors list`: the plugin instances, and whether their calls go through. */
export const runListConnectors = async (input: { client: EngineClient; say: Say }): Promise<number> => {
  const { plugins } = listSchema.parse(await input.client.call({ path: '/api/plugins' }));
  const rows = plugins.map(({ instance, plugin, state, why = '' }) => [instance, plugin, state, why]);
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

/** `ciclo connectors`. */
export const connectorsCommand: CommandDefinition = {
  usage: 'connectors',
  summary: 'the plugin instances of the workspace: how they are, a check, a new beginning',
  group: 'Operate',
  examples: ['ciclo connectors', 'ciclo connectors check mail'],
  parts: [listCommand, checkCommand, resetCommand],
};
