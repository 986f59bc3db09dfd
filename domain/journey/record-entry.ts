import { z } from 'zod';

import { conditionsSchemaFor } from '../rules/conditions.ts';
import { offsetSchema } from '../time/date-attribute.ts';
import { keySchema, pathlessField } from './step-fields.ts';

/** The ways in which a record starts a journey. */
export const recordOccasions = ['created', 'changed', 'stage', 'fits', 'date'] as const;
export type RecordOccasion = (typeof recordOccasions)[number];

/** The fields of an entry by a record; which of them go with which `when` is checked beyond the shape. */
export const recordEntryFields = {
  record: keySchema.describe(
    'Starts for a record of this object, such as `deal`; the run is about that record and its person.',
  ),
  when: z
    .enum(recordOccasions)
    .describe(
      'When it is created, when it changes, when it moves to a stage, when it comes to fit a filter, or at a date of it.',
    ),
  fields: z
    .array(pathlessField)
    .min(1)
    .max(50)
    .optional()
    .describe('With `changed`: only these fields, also `owner` and `team`; any by default.'),
  from: keySchema.optional().describe('With `stage`: the stage it leaves; any by default.'),
  to: keySchema.optional().describe('With `stage`: the stage it comes to; any by default.'),
  filter: conditionsSchemaFor(['record'])
    .optional()
    .describe('With `fits`: conditions on the record alone, over the fact `record`.'),
  field: pathlessField
    .optional()
    .describe(
      'With `date`: a field of the type `date` or `instant`, such as `renewsOn`; who changes it moves it.',
    ),
  offset: offsetSchema
    .optional()
    .describe('With `date`: `30 days before`, `1 day after`: days and weeks keep the time of day.'),
  yearly: z
    .boolean()
    .optional()
    .describe('With `date`: every year on that day; 29 February is 28 February in common years.'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .describe('With `date`: the time of day in the zone of the person; 09:00 by default.'),
};

/** As much of an entry as it takes to see whether it is by a record. */
type Started = { readonly entry: object };

/** The key of the object whose records a journey is about; undefined where it is about none. */
export const recordKindOf = ({ entry }: Started): string | undefined =>
  'record' in entry && typeof entry.record === 'string' ? entry.record : undefined;

/** What the engine says of a change of a record, by the event of `ownNames.record`. */
export type RecordNews = {
  readonly kind: unknown;
  readonly act: unknown;
  /** Keys of the fields that changed, `stage`, `owner` and `team` among them. */
  readonly changed: readonly unknown[];
  readonly from: unknown;
  readonly to: unknown;
  /** Journeys whose filter the record came to fit by it, or whose date has come. */
  readonly fits: readonly unknown[];
};

/** Whether a change of a record is what an entry waits for. */
export const recordNewsFits = (input: {
  journey: string;
  entry: z.infer<z.ZodObject<typeof recordEntryFields>>;
  news: RecordNews;
}): boolean => {
  const { journey, entry, news } = input;
  if (news.kind !== entry.record) return false;
  const isChange = news.act === 'changed';
  switch (entry.when) {
    case 'created':
      return news.act === 'created';
    case 'changed':
      return isChange && news.changed.some((name) => entry.fields?.some((one) => one === name) ?? true);
    case 'stage':
      return (
        isChange &&
        news.changed.includes('stage') &&
        (entry.from === undefined || entry.from === news.from) &&
        (entry.to === undefined || entry.to === news.to)
      );
    case 'date':
      return news.act === 'date' && news.fits.includes(journey);
    case 'fits':
      return news.act !== 'date' && news.fits.includes(journey);
  }
};
