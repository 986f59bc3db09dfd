import { z } from 'zod';

import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';
import type { FeedPlace } from '../ports.ts';

const place = z.object({ at: z.number(), id: z.string() });

/** Reads a place that was kept; the beginning where there is none, or one of another make. */
export const placeIn = (kept: Cursor | undefined): FeedPlace =>
  place.safeParse(kept).data ?? { at: 0, id: '' };

/** The place of the last of some rows, or the one before them where there are none. */
export const lastPlace = (before: FeedPlace, rows: readonly FeedPlace[]): Cursor => {
  const { at, id } = rows.at(-1) ?? before;
  return { at, id };
};
