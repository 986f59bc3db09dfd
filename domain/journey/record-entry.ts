import { z } from 'zod';

import { conditionsSchemaFor } from '../rules/conditions.ts';
import { keySchema, pathlessField } from './step-fields.ts';

/** The ways in which a record starts a journey. */
export const recordOccasions = ['created', 'changed', 'stage', 'fits'] as const;
export type RecordOccasion = (typeof recordOccasions)[number];

/** The fields of an entry by a record; which of them go with which `when` is checked beyond the shape. */
export const recordEntryFields = {
  record: keySchema.describe(
    'Starts for a record of this object, such as `deal`; the run is about that record and its person.',
  ),
  when: z
    .enum(recordOccasions)
    .describe(
      'When it is created, when it changes, when it moves to a stage, or when it comes to fit a filter.',
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
  /** Journeys whose filter the record came to fit by it. */
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
    case 'fits':
      return news.fits.includes(journey);
  }
};
