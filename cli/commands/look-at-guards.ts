import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';

const pluginsSchema = z.object({
  plugins: z.array(z.object({ instance: z.string(), state: z.string(), why: z.string().optional() })),
});
const channelsSchema = z.object({
  channels: z.array(z.object({ channel: z.string(), state: z.string(), reason: z.string().optional() })),
});
const journeysSchema = z.object({
  journeys: z.array(
    z.object({
      key: z.string(),
      frozen: z.object({ by: z.string().optional(), reason: z.string().optional() }).optional(),
    }),
  ),
});

const fine = (input: { wrong: readonly string[]; well: string }): string => {
  if (input.wrong.length > 0) throw new Error(input.wrong.join('; '));
  return input.well;
};

/** What `ciclo doctor` says of plugins that are not well, channels that are off, and journeys a guard stopped. */
export const looksAtGuards = (client: EngineClient) => [
  {
    what: 'plugins',
    look: async () => {
      const { plugins } = pluginsSchema.parse(await client.call({ path: '/api/plugins' }));
      const wrong = plugins
        .filter(({ state }) => state !== 'working')
        .map(({ instance, state, why }) => `${instance} is ${state}${why === undefined ? '' : `: ${why}`}`);
      return fine({ wrong, well: `${plugins.length} work` });
    },
  },
  {
    what: 'channels',
    look: async () => {
      const { channels } = channelsSchema.parse(await client.call({ path: '/api/channels' }));
      const wrong = channels
        .filter(({ state }) => state === 'off')
        .map(
          ({ channel, reason }) => `${channel} is switched off${reason === undefined ? '' : `: ${reason}`}`,
        );
      return fine({ wrong, well: 'all on' });
    },
  },
  {
    what: 'journeys stopped by a guard',
    look: async () => {
      const { journeys } = journeysSchema.parse(await client.call({ path: '/api/journeys' }));
      const wrong = journeys
        .filter(({ frozen }) => frozen?.by === 'guard')
        .map(({ key, frozen }) => `${key}: ${frozen?.reason ?? ''}`);
      return fine({ wrong, well: 'none' });
    },
  },
];
