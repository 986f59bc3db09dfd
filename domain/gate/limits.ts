import { z } from 'zod';

import { durationSchema } from '../time/duration.ts';
import { windowSchema } from '../time/window.ts';

const channelSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a channel such as `email` or `sms`');
const topicSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

const cap = {
  max: z.number().int().positive().max(1000).describe('How many marketing messages at most.'),
  within: durationSchema.describe('In any stretch of this length, such as `7 days`.'),
};

/** A frequency cap: so many marketing messages in any stretch of a length. */
export const capSchema = z.strictObject({
  channel: channelSchema.optional().describe('Counts only this channel; all together by default.'),
  topic: topicSchema.optional().describe('Counts only this topic; all together by default.'),
  ...cap,
});
export type FrequencyCap = z.infer<typeof capSchema>;

/** Hours in which nothing is sent, on a channel and in a country. */
export const quietSchema = z
  .strictObject({
    channel: channelSchema.optional().describe('Only on this channel; on all by default.'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be a country of ISO 3166 such as `ES`')
      .optional()
      .describe('Only for people in this country; for all by default.'),
    days: windowSchema.shape.days.describe('Only on these days, such as `["sat", "sun"]`; daily by default.'),
    from: windowSchema.shape.from.describe('When quiet begins, `21:00`; midnight by default.'),
    to: windowSchema.shape.to.describe('When it ends, `08:00`; earlier than `from` means the next day.'),
  })
  .refine((quiet) => quiet.days !== undefined || quiet.from !== undefined || quiet.to !== undefined, {
    message: 'needs `from` and `to`, or `days`',
  })
  .refine((quiet) => (quiet.from ?? '00:00') !== (quiet.to ?? '24:00'), {
    message: 'must differ from `from`; leave both out for whole days',
    path: ['to'],
  });
export type QuietSetting = z.infer<typeof quietSchema>;

const quietHours = z
  .array(quietSchema)
  .max(20)
  .optional()
  .describe(
    'More hours in which it is not sent, besides those of `ciclo.json`; in the time zone of the person.',
  );

/** The limits a journey puts on its own messages. */
export const journeyLimits = {
  caps: z
    .array(capSchema)
    .max(20)
    .optional()
    .describe(
      'How many messages of this journey one person, and one address, gets; within the caps of `ciclo.json`.',
    ),
  quietHours,
};

/** The limits a message puts on itself, and a `send` step on what it sends. */
export const limitsOn = (what: string) => ({
  caps: z
    .array(z.strictObject(cap).describe('So many in any stretch of a length.'))
    .max(20)
    .optional()
    .describe(`How often one person, and one address, gets ${what}; within the caps of \`ciclo.json\`.`),
  quietHours,
});

/** Whose limits they are. */
export type LimitOwner = 'journey' | 'message' | 'step';

/** Limits narrower than those of the tenant, which they never widen: all hold. */
export type Limits = {
  readonly by: LimitOwner;
  readonly caps: readonly FrequencyCap[];
  readonly quietHours: readonly QuietSetting[];
};

/** Where limits are written, as far as there are any. */
export type Limiting = {
  readonly caps?: readonly FrequencyCap[] | undefined;
  readonly quietHours?: readonly QuietSetting[] | undefined;
};

/** The limits that hold for what a step sends: of its journey, of the message, of the step itself. */
export const limitsOf = (input: Readonly<Record<LimitOwner, Limiting>>): readonly Limits[] =>
  (['journey', 'message', 'step'] as const).flatMap((by) => {
    const { caps = [], quietHours: quiet = [] } = input[by];
    return caps.length === 0 && quiet.length === 0 ? [] : [{ by, caps, quietHours: quiet }];
  });
