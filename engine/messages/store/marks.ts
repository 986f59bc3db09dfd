import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { MessageStore } from '../ports.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { MessageDoc } from './message-schema.ts';

/** Of which journey a mark is. */
export const markKey = (input: { tenant: string; journey: string }): string =>
  `${input.tenant}:${input.journey}`;

/**
 * Makes the marking of a message that bounced for good or drew a complaint. The mark carries the time of the
 * message, not of the mark, so that a share of what was sent in a stretch of time is one of the same messages.
 */
export const createMark = (messages: Collection<MessageDoc>): MessageStore['mark'] => {
  return async ({ tenant, id, mark }) => {
    const _id = keyOf(tenant, id);
    const found = await messages.findOne({ _id }, { projection: { journey: 1, plannedAt: 1 } });
    if (found === null) return;
    const { journey, plannedAt: at } = found;
    await messages.updateOne({ _id }, { $set: { [mark]: { of: markKey({ tenant, journey }), at } } });
  };
};
