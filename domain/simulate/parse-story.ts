import { z } from 'zod';

import { parseDocument } from '../documents/parse-document.ts';
import type { Checked } from '../problem.ts';
import { momentSchema } from './moment.ts';
import { personSchema, type Story, storyEventSchema, storySchema } from './story.ts';

/** A text and the file it came from. */
type File = { readonly text: string; readonly file: string };

const personFile = personSchema.extend({ $schema: z.string().optional() });

/** What happens: a list of events; or a whole story, with its start and its choices. */
const eventsFile = z.union([
  z.array(storyEventSchema).max(1000),
  storySchema
    .omit({ profile: true })
    .extend({ $schema: z.string().optional(), start: momentSchema.optional() }),
]);

const nothing: Checked<undefined> = { ok: true, value: undefined, warnings: [] };

/**
 * Reads the files of a simulation: the person, and what happens to them. Every problem of both is told, with line
 * and column. `start` is when the story begins where its file says nothing.
 */
export const parseStory = (input: { profile?: File; events?: File; start?: string }): Checked<Story> => {
  const person =
    input.profile === undefined ? nothing : parseDocument({ ...input.profile, schema: personFile });
  const told = input.events === undefined ? nothing : parseDocument({ ...input.events, schema: eventsFile });
  if (!person.ok || !told.ok) {
    return {
      ok: false,
      problems: [...(person.ok ? [] : person.problems), ...(told.ok ? [] : told.problems)],
    };
  }
  const { $schema: _person, ...profile } = person.value?.value ?? {};
  const story = told.value?.value ?? [];
  const begins = input.start === undefined ? {} : { start: input.start };
  const empty = storySchema.parse(begins);
  if (Array.isArray(story)) return { ok: true, value: { ...empty, profile, events: story }, warnings: [] };
  const { $schema: _story, start = empty.start, ...rest } = story;
  return { ok: true, value: { ...rest, start, profile }, warnings: [] };
};
