import colors from 'picocolors';
import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';
import type { Say } from '../say.ts';

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
