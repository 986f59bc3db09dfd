import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';

const pluginsSchema = z.object({
  plugins: z.array(
    z.object({
      instance: z.string(),
      state: z.string(),
      why: z.string().optional(),
      webhooks: z.array(z.object({ name: z.string(), verification: z.string() })),
      polls: z.array(z.object({ name: z.string(), failures: z.number(), error: z.string().optional() })),
    }),
  ),
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

const howItIs = ({
  instance,
  state,
  why,
}: {
  instance: string;
  state: string;
  why?: string | undefined;
}): string => `${instance} is ${state}${why === undefined ? '' : `: ${why}`}`;

/** The looks of an instance at its provider that fail. */
const failingLooks = ({
  instance,
  polls,
}: {
  instance: string;
  polls: readonly { name: string; failures: number; error?: string | undefined }[];
}): readonly string[] =>
  polls
    .filter(({ failures }) => failures > 0)
    .map(({ name, failures, error = '' }) => `${instance} failed ${failures} times at ${name}: ${error}`);

const fine = (input: { wrong: readonly string[]; well: string }): string => {
  if (input.wrong.length > 0) throw new Error(input.wrong.join('; '));
  return input.well;
};

/** What `ciclo doctor` says of plugins that are not well, channels that are off, and journeys a guard stopped. */
export const looksAtGuards = (input: { client: EngineClient; isDevelopment: boolean }) => {
  const { client, isDevelopment } = input;
  return [
    {
      what: 'plugins',
      look: async () => {
        const { plugins } = pluginsSchema.parse(await client.call({ path: '/api/plugins' }));
        const off = plugins.filter(({ state }) => state === 'off').map(howItIs);
        const broken = plugins.filter(({ state }) => state !== 'working' && state !== 'off').map(howItIs);
        const failing = plugins.flatMap(failingLooks);
        const working = plugins.length - off.length - broken.length;
        // Anyone who tries the engine out has not given every connector its secret.
        const wrong = [...(isDevelopment ? [] : off), ...broken, ...failing];
        return fine({ wrong, well: [`${working} work`, ...off].join('; ') });
      },
    },
    {
      what: 'inbound webhooks',
      look: async () => {
        const { plugins } = pluginsSchema.parse(await client.call({ path: '/api/plugins' }));
        const all = plugins.flatMap(({ instance, webhooks }) =>
          webhooks.map(({ name, verification }) => ({
            at: name === 'main' ? instance : `${instance}/${name}`,
            verification,
          })),
        );
        const wrong = all
          .filter(({ verification }) => verification === 'none')
          .map(({ at }) => `${at} believes anyone who knows its address`);
        return fine({
          wrong,
          well: all.map(({ at, verification }) => `${at} by ${verification}`).join(', ') || 'none',
        });
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
};
