import { z } from 'zod';

import { keySchema } from '../rules/key.ts';
import { momentSchema } from './moment.ts';

const name = z.string().min(1).max(100);

/** Something that somebody does to a record in a story; the first thing done to an id makes the record. */
export const storyRecordSchema = z.strictObject({
  at: momentSchema.optional().describe('When; a day before the start by default.'),
  record: keySchema.describe('The object, such as `deal`.'),
  id: name.describe('The id of the record: the entry key of runs about it.'),
  set: z
    .record(z.string().max(40), z.json())
    .optional()
    .describe('Fields to set. A new record is about the person of the story unless it says otherwise.'),
  unset: z.array(z.string().max(40)).max(200).optional().describe('Fields to empty.'),
  stage: keySchema.optional().describe('The stage it comes to.'),
  owner: name.optional().describe('The user it belongs to from then on.'),
  team: name.optional().describe('The team it belongs to from then on.'),
  delete: z.literal(true).optional().describe('It is deleted.'),
});
export type StoryRecord = z.infer<typeof storyRecordSchema>;

/** The same with its instant (epoch milliseconds). */
export type RecordAct = Omit<StoryRecord, 'at'> & { readonly at: number };

const day = 86_400_000;

/** What is done to records in a story, in the order in which it happens. */
export const toRecordActs = (input: {
  records: readonly StoryRecord[];
  start: number;
  momentOf: (text: string) => number;
}): readonly RecordAct[] =>
  input.records
    .map(({ at, ...act }) => ({ ...act, at: at === undefined ? input.start - day : input.momentOf(at) }))
    .toSorted((one, other) => one.at - other.at);
