import colors from 'picocolors';
import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import { CicloError } from '../../../domain/errors.ts';
import type { CommandDefinition } from '../../command.ts';
import { toNumber } from '../../to-count.ts';

const channelSchema = z.looseObject({
  channel: z.string(),
  state: z.enum(['on', 'off']),
  since: z.string().optional(),
  sends: z.enum(['hold', 'skip']).optional(),
  exceptTransactional: z.boolean().optional(),
  reason: z.string().optional(),
  rate: z.number().optional(),
  held: z.number(),
});
type Channel = z.infer<typeof channelSchema>;

const channelsSchema = z.object({ channels: z.array(channelSchema) });

/** How a channel stands, in a line. */
const lineOf = (of: Channel): string => {
  const held = of.held === 0 ? '' : `; ${of.held} wait for it`;
  if (of.state === 'on') {
    const pace = of.held === 0 || of.rate === undefined ? '' : `, ${of.rate} go on in a second`;
    return `${colors.green('on ')} ${of.channel}${held}${pace}`;
  }
  const sends = of.sends === 'skip' ? 'messages are left out' : 'messages are held';
  const except = of.exceptTransactional === true ? ', but transactional ones go out' : '';
  const why = of.reason === undefined ? '' : ` (${of.reason})`;
  return `${colors.red('off')} ${of.channel} since ${of.since ?? ''}${why}: ${sends}${except}${held}`;
};

/** `ciclo channel`: how all channels stand. */
export const runChannels = async (input: { client: EngineClient; say: Say }): Promise<number> => {
  const { channels } = channelsSchema.parse(await input.client.call({ path: '/api/channels' }));
  for (const channel of channels) input.say(lineOf(channel));
  return 0;
};

/** `ciclo channel <name> off|on`: switches one. */
export const runSwitchChannel = async (input: {
  channel: string;
  to: 'off' | 'on';
  body: Readonly<Record<string, unknown>>;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { channel, to, body, client, say } = input;
  const path = `/api/channels/${encodeURIComponent(channel)}/${to}`;
  say(lineOf(channelSchema.parse(await client.call({ path, body }))));
  return 0;
};

type Options = {
  readonly reason?: string;
  readonly skip?: boolean;
  readonly exceptTransactional?: boolean;
  readonly rate?: number;
};

const bodyOf = (to: 'off' | 'on', options: Options): Readonly<Record<string, unknown>> => {
  if (to === 'on') return options.rate === undefined ? {} : { rate: options.rate };
  return {
    sends: options.skip === true ? 'skip' : 'hold',
    exceptTransactional: options.exceptTransactional ?? false,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
};

/** `ciclo channel`. */
export const channelCommand: CommandDefinition = {
  usage: 'channel [name] [state]',
  summary: 'switch a channel `off` or `on`; without a name, how the channels stand',
  group: 'Operate',
  examples: [
    'ciclo channel',
    "ciclo channel email off --reason 'wrong prices' --except-transactional",
    'ciclo channel email on --rate 20',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--reason <text>', 'why it is off; the ledger shows it')
      .option('--skip', 'leave messages out while it is off, instead of holding them')
      .option('--except-transactional', 'transactional messages are sent all the same')
      .option('--rate <count>', 'when it is on again, this many held people go on in a second', toNumber)
      .action(
        act(async (channel: string | undefined, to: string | undefined, options: Options) => {
          if (channel === undefined) return runChannels({ client: await connect(), say });
          if (to !== 'off' && to !== 'on') {
            const message = `Write \`ciclo channel ${channel} off\` or \`ciclo channel ${channel} on\`.`;
            throw new CicloError({ code: 'invalid-input', message });
          }
          return runSwitchChannel({ channel, to, body: bodyOf(to, options), client: await connect(), say });
        }),
      ),
};
