import { z } from 'zod';

import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';

const stateSchema = z.object({
  /** Marks of files that were taken and are there still. */
  taken: z.array(z.string()),
  /** Marks of files that the last look found: what is the same in two looks is whole. */
  seen: z.array(z.string()),
  /** The file that is under way: its import, and how much of it was fetched. */
  file: z.object({ path: z.string(), mark: z.string(), id: z.string() }).nullable(),
});

/** How far the files of a place have come. */
export type IntakeState = z.infer<typeof stateSchema>;

/** Reads how far it has come; the beginning where nothing is known. */
export const intakeStateIn = (cursor: Cursor | undefined): IntakeState =>
  stateSchema.safeParse(cursor).data ?? { taken: [], seen: [], file: null };
