import { z } from 'zod';

import type { JsonObject } from '../json.ts';
import { own } from '../json.ts';
import { keySchema } from '../rules/key.ts';
import { fieldKey } from './fields.ts';

/** Which records of an object are work of the team, and when each is due. */
export const workSchema = z
  .strictObject({
    stages: z
      .array(keySchema.describe('The key of a stage.'))
      .min(1)
      .max(50)
      .optional()
      .describe('The stages in which somebody has to do something; all that do not end by default.'),
    due: z
      .array(fieldKey.describe('A field of the type instant or date.'))
      .min(1)
      .max(5)
      .optional()
      .describe('Until when: the earliest of these fields that has a value.'),
  })
  .describe('Puts records into the work queue of the team.');

export type WorkRule = z.infer<typeof workSchema>;

type Staged = {
  readonly work?: WorkRule | undefined;
  readonly stages?:
    | { readonly list: readonly { readonly key: string; readonly ends?: string | undefined }[] }
    | undefined;
};

const dueIn = (data: JsonObject, fields: readonly string[]): number | undefined => {
  const times = fields.flatMap((key) => {
    const value = own(data, key);
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isFinite(at) ? [at] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
};

/**
 * Whether a record is work now, and until when (epoch milliseconds; a date counts as its midnight in UTC). Undefined for one that is none: its
 * object has no `work`, it is in another stage, it ended, or it was deleted.
 */
export const workOf = (input: {
  definition: Staged;
  record: {
    readonly stage?: string | undefined;
    readonly data: JsonObject;
    readonly deletedAt?: number | undefined;
  };
}): { readonly dueAt?: number } | undefined => {
  const { definition, record } = input;
  const { work, stages } = definition;
  if (work === undefined || record.deletedAt !== undefined) return undefined;
  const stage = stages?.list.find(({ key }) => key === record.stage);
  if (stage?.ends !== undefined) return undefined;
  if (work.stages !== undefined && !work.stages.includes(record.stage ?? '')) return undefined;
  const dueAt = dueIn(record.data, work.due ?? []);
  return dueAt === undefined ? {} : { dueAt };
};
