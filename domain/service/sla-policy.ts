import { z } from 'zod';

import { type JsonObject, own } from '../json.ts';
import { fieldKey } from '../objects/fields.ts';
import { keySchema } from '../rules/key.ts';
import { type BusinessCalendar, businessCalendar, businessHoursSchema } from '../time/business-hours.ts';

/** What stands in `within` for all values that are not named. */
export const otherwise = 'otherwise';

const unitMs = { minute: 60_000, hour: 3_600_000 } as const;
const timePattern = /^([1-9]\d{0,5}) (minute|hour)s?$/;

const timeSchema = z
  .string()
  .regex(timePattern, 'must be minutes or hours of working time, such as `30 minutes` or `8 hours`')
  .describe('Working time: minutes or hours, since a working day is not 24 hours.');

const targetSchema = z
  .strictObject({
    key: keySchema.describe('The key of the target, such as `first-reply`.'),
    within: z
      .record(z.string().min(1).max(100), timeSchema)
      .refine((times) => Object.keys(times).length > 0, 'must name at least one time')
      .describe('How much time there is, by the value of the field `by`; `otherwise` for all other records.'),
    until: fieldKey
      .optional()
      .describe('The field whose value meets the target; by default a record meets it when it ends.'),
    due: fieldKey
      .optional()
      .describe('A field of the type `instant` that Ciclo keeps: when the time is over, while it counts.'),
  })
  .describe('Something that has to be done in time.');
export type SlaTarget = z.infer<typeof targetSchema>;

/** `sla` of an object: how long things may take, in working time. */
export const slaSchema = z
  .strictObject({
    by: fieldKey.optional().describe('The field of the type `choice` that says how much time there is.'),
    hours: businessHoursSchema.optional(),
    pauses: z
      .array(keySchema.describe('The key of a stage.'))
      .max(20)
      .optional()
      .describe('Stages in which no time counts, because the customer is waited for.'),
    warnAt: z
      .number()
      .int()
      .min(1)
      .max(99)
      .optional()
      .describe('At how many percent of the time it is warned; 80 by default.'),
    targets: z.array(targetSchema).min(1).max(10).describe('What has to be done in time.'),
  })
  .describe('How long things may take, in working time; time counts around the clock without `hours`.');
export type SlaPolicy = z.infer<typeof slaSchema>;

const usualWarning = 80;

/** When it is warned, in percent of the time. */
export const warningOf = (policy: Pick<SlaPolicy, 'warnAt'>): number => policy.warnAt ?? usualWarning;

/** The working hours of a policy; undefined when time counts around the clock. `zone` is that of the tenant. */
export const calendarOf = (policy: SlaPolicy, zone: string): BusinessCalendar | undefined =>
  policy.hours === undefined ? undefined : businessCalendar({ hours: policy.hours, zone });

/** How much time a target leaves a record, in milliseconds; undefined when it does not concern it. */
export const limitOf = (input: {
  policy: Pick<SlaPolicy, 'by'>;
  target: Pick<SlaTarget, 'within'>;
  data: JsonObject;
}): number | undefined => {
  const { policy, target, data } = input;
  const value = policy.by === undefined ? undefined : own(data, policy.by);
  const named = typeof value === 'string' ? own(target.within, value) : undefined;
  const [, amount, unit] = timePattern.exec(named ?? own(target.within, otherwise) ?? '') ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * (unit === 'hour' ? unitMs.hour : unitMs.minute);
};
