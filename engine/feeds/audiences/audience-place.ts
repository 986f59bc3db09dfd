import { z } from 'zod';

import type { FeedSettings } from '../../../domain/feeds/feed-settings.ts';
import { hashId } from '../../../domain/hash.ts';
import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';

const day = 86_400_000;

/**
 * How far an audience has come: everybody by id, then its members by id (so that nobody stays in it who is gone here), then those who
 * change. `since`: when everybody was begun with; `sendsAll`: also those are sent who are known to be there.
 */
const placeSchema = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('all'), since: z.number(), id: z.string(), sendsAll: z.boolean() }),
  z.object({ stage: z.literal('members'), since: z.number(), id: z.string() }),
  z.object({ stage: z.literal('changed'), since: z.number(), at: z.number(), id: z.string() }),
]);

export type AudiencePlace = z.infer<typeof placeSchema>;

/**
 * Reads how far an audience has come. Everybody is sent at the beginning, and when somebody asked to begin again; once a day everybody is
 * looked at, and sent where that is needed, or whether it is needed or not with `resends`.
 */
export const audiencePlaceIn = (input: {
  kept: Cursor | undefined;
  before: number;
  resends: boolean;
}): AudiencePlace => {
  const { kept, before, resends } = input;
  const known = placeSchema.safeParse(kept).data;
  const isOver = known?.stage === 'changed' && before - known.since >= day;
  if (known === undefined) return { stage: 'all', since: before, id: '', sendsAll: true };
  return isOver ? { stage: 'all', since: before, id: '', sendsAll: resends } : known;
};

/** What a feed is set up for: with another segment, consent or audience everybody is looked at again. */
export const audienceShape = ({ plugin, segment, audience, consent }: FeedSettings): string =>
  `audience:${hashId(plugin, segment ?? '', audience ?? '', JSON.stringify(consent ?? {}))}`;
