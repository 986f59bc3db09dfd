import { z } from 'zod';

import { durationSchema, nominalLength, parseDuration } from '../time/duration.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A stretch of time that is looked at, between two lengths. */
const stretch = (input: { least: number; most: number; says: string }) =>
  durationSchema.refine(
    (text) => {
      const duration = parseDuration(text);
      const length = duration === undefined ? input.least : nominalLength(duration);
      return length >= input.least && length <= input.most;
    },
    { message: input.says },
  );

const shareSchema = (defaults: { rate: number; of: number; within: string }) =>
  z.strictObject({
    rate: z
      .number()
      .positive()
      .max(100)
      .default(defaults.rate)
      .describe(`More than this many percent stop the journey; ${defaults.rate} by default.`),
    of: z
      .number()
      .int()
      .min(5)
      .max(10_000_000)
      .default(defaults.of)
      .describe(`Nothing is judged before there were so many; ${defaults.of} by default.`),
    within: stretch({ least: minute, most: 7 * day, says: 'must be from 1 minute to 7 days' })
      .default(defaults.within)
      .describe(`In any stretch of this length; \`${defaults.within}\` by default.`),
  });
/** A share of what was done that must not go wrong, in percent, judged from a least number on. */
export type ShareGuard = z.infer<ReturnType<typeof shareSchema>>;

const share = (defaults: { rate: number; of: number; within: string }) =>
  z.union([z.literal(false), shareSchema(defaults)]).default(defaults);

const entriesDefaults = { times: 20, atLeast: 1000, within: '1 hour' } as const;

const entriesSchema = z.strictObject({
  times: z
    .number()
    .min(1.5)
    .max(10_000)
    .default(entriesDefaults.times)
    .describe('So many times as many as usual stop the journey; 20 by default.'),
  atLeast: z
    .number()
    .int()
    .min(5)
    .max(10_000_000)
    .default(entriesDefaults.atLeast)
    .describe('Fewer than this are never too many; 1000 by default.'),
  within: stretch({ least: minute, most: day, says: 'must be from 1 minute to 1 day' })
    .default(entriesDefaults.within)
    .describe('In any stretch of this length; `1 hour` by default.'),
});
/** How many more than usual may enter. */
export type EntriesGuard = z.infer<typeof entriesSchema>;

const pluginDefaults = { rate: 50, of: 10, within: '1 minute', coolDown: '30 seconds' } as const;

const pluginSchema = z.strictObject({
  rate: z
    .number()
    .positive()
    .max(100)
    .default(pluginDefaults.rate)
    .describe('More than this many percent of calls that fail open the circuit; 50 by default.'),
  of: z
    .number()
    .int()
    .min(3)
    .max(100_000)
    .default(pluginDefaults.of)
    .describe('Nothing is judged before there were so many calls; 10 by default.'),
  within: stretch({ least: 1000, most: 60 * minute, says: 'must be from 1 second to 1 hour' })
    .default(pluginDefaults.within)
    .describe('In any stretch of this length, in real time; `1 minute` by default.'),
  coolDown: stretch({ least: 1000, most: 60 * minute, says: 'must be from 1 second to 1 hour' })
    .default(pluginDefaults.coolDown)
    .describe('After so long one call tries whether it works again; `30 seconds` by default.'),
});
/** When calls of a plugin instance are held, and for how long at first. */
export type PluginGuard = z.infer<typeof pluginSchema>;

/**
 * What stops a journey, or the calls of a plugin, by itself; `false` switches a guard off. The defaults:
 *
 * - complaints: 0.3 %. Google, "Email sender guidelines": keep spam rates below 0.10 % and never let them reach
 *   0.30 %; Yahoo, "Sender best practices": below 0.3 %. From 1,000 messages on, so that three complaints never do.
 * - bounces: 5 % hard bounces. Amazon SES, "Sending review process": under review from 5 %, sending may be paused
 *   at 10 %. From 200 messages on.
 * - failures: half of what a journey does fails for good. No standard stands behind it; 20 in 10 minutes is an
 *   outage and not bad luck.
 * - entries: 20 times the usual of the last seven days and at least 1,000 in an hour. A sale brings several times
 *   the usual; twenty times is a loop, a replayed export or an attack.
 * - plugins: as circuit breakers are commonly set: half of at least 10 calls in a minute.
 */
export const guardsSchema = z
  .strictObject({
    complaints: share({ rate: 0.3, of: 1000, within: '24 hours' }).describe(
      'Messages of a journey that people mark as spam, of those that were accepted.',
    ),
    bounces: share({ rate: 5, of: 200, within: '24 hours' }).describe(
      'Messages of a journey whose address does not exist, of those that were handed over.',
    ),
    failures: share({ rate: 50, of: 20, within: '10 minutes' }).describe(
      'Sends and actions of a journey that failed for good, of all.',
    ),
    entries: z
      .union([z.literal(false), entriesSchema])
      .default(entriesDefaults)
      .describe('People who enter a journey, against the usual number of the last 7 days.'),
    plugins: z
      .union([z.literal(false), pluginSchema])
      .default(pluginDefaults)
      .describe('Calls of a plugin instance that its provider does not answer as it should.'),
  })
  .describe('What stops a journey, or holds the calls of a plugin, by itself.');
export type Guards = z.infer<typeof guardsSchema>;

/** The guards of a tenant whose settings may not name any. */
export const guardsOf = (given: Guards | undefined): Guards => given ?? guardsSchema.parse({});
