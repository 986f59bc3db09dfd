import { z } from 'zod';

import { eventIdOf } from '../events/event.ts';
import { newProfile, type Profile } from '../profiles/profile.ts';
import { durationSchema } from '../time/duration.ts';
import { rfmGroups } from '../value/rfm.ts';
import { momentOf, momentSchema } from './moment.ts';
import type { SimulatedEvent } from './simulation.ts';
import { storyRecordSchema } from './story-records.ts';
import { namesResults, onlyResults } from './story-names.ts';

const json = z.json();
const bag = z.record(z.string(), json);
const quintile = z.number().int().min(1).max(5);

const consents = z
  .record(z.string(), z.record(z.string(), z.enum(['granted', 'withdrawn'])))
  .describe('What they said, by channel and topic: `{ "email": { "*": "granted" } }`.');

/** The person of a story: only what matters to it. */
export const personSchema = z
  .strictObject({
    id: z.string().min(1).max(100).optional().describe('Decides how they are drawn into splits.'),
    ids: z
      .array(z.string().regex(/^[\w-]+:.+$/, 'must be `kind:value`, such as `user:42`'))
      .optional()
      .describe('Identities such as `user:42`; the address in `traits.email` is one by itself.'),
    traits: bag.optional().describe('`email`, `firstName`, `timezone`, and traits of your own.'),
    consents: consents.optional(),
    tags: z.array(z.string().describe('A tag.')).optional().describe('Tags they have.'),
    stage: z.string().optional().describe('The stage of the lifecycle.'),
    scores: z
      .strictObject({
        fit: z.number().optional().describe('Who they are.'),
        engagement: z.number().optional().describe('What they do.'),
      })
      .optional()
      .describe('Lead scores.'),
    points: z.number().optional().describe('Points of the loyalty ledger.'),
    segments: z
      .array(z.string())
      .optional()
      .describe('Segments they are in; those the workspace defines by conditions are worked out.'),
    computed: z
      .strictObject({
        orders: z.number().int().min(0).optional().describe('How many.'),
        revenue: z.number().optional().describe('What they brought, without refunds.'),
        averageOrder: z.number().optional().describe('What one brought on average.'),
        refunded: z.number().optional().describe('What was paid back.'),
        firstOrderAt: z.iso.datetime().optional().describe('When the first was.'),
        lastOrderAt: z.iso.datetime().optional().describe('When the last was.'),
        products: z.array(z.string().describe('A product id or SKU.')).optional().describe('What they own.'),
        purchases: z.number().int().min(0).optional().describe('How often they came to buy.'),
        daysBetweenOrders: z
          .strictObject({
            mean: z.number().min(0).describe('On average.'),
            median: z.number().min(0).describe('The middle one.'),
          })
          .optional()
          .describe('Days between orders that follow each other.'),
        categories: z
          .array(z.string().describe('A category.'))
          .optional()
          .describe('Categories of what they own.'),
        preferredCategory: z.string().optional().describe('The category they spent most on.'),
        rfm: z
          .strictObject({
            recency: quintile.describe('How lately they bought; 5 the latest.'),
            frequency: quintile.describe('How often.'),
            monetary: quintile.describe('For how much.'),
            group: z.enum(rfmGroups).describe('The group these come to.'),
          })
          .optional()
          .describe('Their quintiles among all buyers.'),
      })
      .optional()
      .describe('What is known of their orders before the story.'),
    createdAt: z.iso.datetime().optional().describe('When we first heard of them; the start by default.'),
    referralCode: z.string().optional().describe('The code under which they recommend us.'),
    referredBy: z.string().optional().describe('The code they came with.'),
    restricted: z.boolean().optional().describe('They asked not to be processed.'),
    reads: z
      .record(z.string(), z.array(z.number().int().min(0).max(23)))
      .optional()
      .describe('The hours at which they read, by channel.'),
  })
  .describe('The person: what is left out is unknown.');
export type Person = z.infer<typeof personSchema>;

/** What is known of the person was so before everything that happens in the story. */
const known = 0;

const toConsents = (given: NonNullable<Person['consents']>): Profile['consents'] =>
  Object.fromEntries(
    Object.entries(given).map(([channel, topics]) => [
      channel,
      Object.fromEntries(
        Object.entries(topics).map(([topic, state]) => [topic, { state, at: known, source: 'story' }]),
      ),
    ]),
  );

/** The profile of the person of a story. */
export const toProfile = (input: { person: Person; tenant: string; start: number }): Profile => {
  const { person, tenant, start } = input;
  const { id = 'somebody', traits = {}, computed = {}, scores, consents: said, ids = [], ...rest } = person;
  const base = newProfile({ id, tenant, ids: [], referralCode: 'FRIEND-SIMULATED', now: start });
  const email = traits['email'];
  const own = typeof email === 'string' ? [`email:${email.trim().toLowerCase()}`] : [];
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...base,
    ...given,
    ids: [...new Set([...ids, ...own])],
    traits,
    traitTimes: Object.fromEntries(Object.keys(traits).map((name) => [name, known])),
    consents: said === undefined ? {} : toConsents(said),
    scores: { ...base.scores, ...withoutUndefined(scores ?? {}) },
    computed: { ...base.computed, ...withoutUndefined(computed) },
  };
};

const withoutUndefined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const plain: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  return Object.assign(plain, Object.fromEntries(entries));
};

/** An event of a story. */
export const storyEventSchema = z.strictObject({
  at: momentSchema,
  event: z.string().min(1).max(200).describe('Its name, `Order Completed`; `identify` tells traits.'),
  properties: bag
    .superRefine(onlyResults)
    .optional()
    .describe('Its properties; `{{steps.coupon.code}}` is what the step `coupon` gave before.'),
  traits: bag.optional().describe('With `identify`: the traits it tells.'),
  context: bag.optional().describe('Its context, such as `timezone`.'),
  about: z
    .string()
    .optional()
    .describe('The send step whose message it is about, for `Link Clicked`, `Email Opened` and the like.'),
});
export type StoryEvent = z.infer<typeof storyEventSchema>;

const callTypes = ['identify', 'page', 'screen', 'group', 'alias'] as const;

/** The events of a story as the simulation takes them. */
export const toEvents = (input: {
  events: readonly StoryEvent[];
  start: number;
  zone: string;
  tenant: string;
}): readonly SimulatedEvent[] =>
  input.events.map(({ at: text, event: name, properties = {}, traits = {}, context = {}, about }, index) => {
    const at = momentOf({ text, start: input.start, zone: input.zone });
    return {
      id: eventIdOf({ trust: 'server', messageId: `story-${index + 1}` }),
      messageId: `story-${index + 1}`,
      type: callTypes.find((type) => type === name) ?? 'track',
      name,
      externalIds: [],
      properties,
      traits,
      context,
      timestamp: at,
      receivedAt: at,
      source: 'story',
      trust: 'server',
      backfill: false,
      tenant: input.tenant,
      ...(about === undefined ? {} : { about }),
      ...(namesResults(properties) ? { names: true } : {}),
    };
  });

/** An entry that is asked for in a story. */
export const storyEntrySchema = z.strictObject({
  at: momentSchema.default('+1 second'),
  key: z.string().max(200).optional().describe('What the run is about.'),
  properties: bag.optional().describe('Properties of the entry event.'),
});

/** A task somebody does in a story. */
export const storyTaskSchema = z.strictObject({
  after: durationSchema.describe('How long after it was given it is done.'),
  output: json
    .optional()
    .describe(
      'What they say of it: `{ "outcome": "interested", "note": "…" }`; the outcome is `done` by default.',
    ),
});

/** The person, what happens, and what is chosen: everything a simulation plays. */
export const storySchema = z.strictObject({
  start: momentSchema
    .refine((text) => !text.startsWith('+'), 'must be a date and time such as `2026-06-01T09:00`')
    .default('2026-06-01T10:00')
    .describe('When the story begins; Monday, 1 June 2026, 10:00 by default.'),
  until: momentSchema.optional().describe('When it ends, whatever is still to come.'),
  profile: personSchema.default({}),
  events: z.array(storyEventSchema).max(1000).default([]).describe('What happens, in any order.'),
  records: z
    .array(storyRecordSchema)
    .max(1000)
    .default([])
    .describe('What is done to records, such as deals: made, changed, moved, deleted.'),
  enter: z.array(storyEntrySchema).max(100).optional().describe('Entries somebody asks for.'),
  choose: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'Outcomes of steps whatever the facts say, by step id: `case-0`, `event-1`, `otherwise`, `failure`, the name of an arm, `round` or `end`, `done` or `timeout`.',
    ),
  results: z.record(z.string(), json).optional().describe('What actions give, by step id.'),
  tasks: z.record(z.string(), storyTaskSchema).optional().describe('Tasks somebody does, by step id.'),
  suppressed: z.array(z.string()).optional().describe('Channels on which their address is suppressed.'),
  holdout: z.boolean().default(false).describe('True: they may be drawn into a holdout, as live.'),
});
export type Story = z.infer<typeof storySchema>;
