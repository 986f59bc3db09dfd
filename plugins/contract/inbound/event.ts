import { z } from 'zod';

const text = z.string().min(1);
const bag = z.record(z.string(), z.unknown());

const common = {
  /** Unique within the instance, made from what happened, so that two deliveries of one event are one event. */
  messageId: text.max(200).optional(),
  userId: text.optional(),
  anonymousId: text.optional(),
  /** Further identities: `{ kind: 'email', value }`, `{ kind: 'shopify_customer_id', value }`. */
  externalIds: z.array(z.strictObject({ kind: text, value: text })).optional(),
  /** When it happened, as the system says it: the engine reads it, and what is no time is the time of arrival. */
  timestamp: z.union([z.string(), z.number()]).nullish().catch(undefined),
  context: bag.optional(),
  /** What of the request could not be read and was left out; people find it beside the event. */
  ignored: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
};

/** An event as a plugin hands it over: Segment's shape, with `externalIds` beside `userId`. */
export const inboundEventSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('track'), event: text, properties: bag.optional(), ...common }),
    z.strictObject({ type: z.literal('identify'), traits: bag.optional(), ...common }),
    z.strictObject({ type: z.literal('alias'), previousId: text, ...common }),
    z.strictObject({ type: z.literal('group'), groupId: text, traits: bag.optional(), ...common }),
    z.strictObject({ type: z.literal('page'), name: text.optional(), properties: bag.optional(), ...common }),
    z.strictObject({
      type: z.literal('screen'),
      name: text.optional(),
      properties: bag.optional(),
      ...common,
    }),
  ])
  .refine(
    (event) =>
      event.userId !== undefined || event.anonymousId !== undefined || (event.externalIds ?? []).length > 0,
    'An event needs a userId, an anonymousId or at least one of externalIds.',
  );

export type InboundEvent = z.input<typeof inboundEventSchema>;
