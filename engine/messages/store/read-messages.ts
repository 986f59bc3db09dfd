import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { MessageReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { MessageView } from '../../../api/ports/views.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type MessageDoc, messageSchema } from './message-schema.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';

type MessagesQuery = Parameters<MessageReads['messages']>[0];

const order = ['plannedAt', '_id'] as const;

/** A message for people to look at, without what only the store needs. */
export const toMessageView = (doc: MessageDoc): MessageView => {
  const {
    _id,
    tenant: _tenant,
    leaseUntil: _leaseUntil,
    claim: _claim,
    claimedAt: _claimedAt,
    writer: _writer,
    providerId: _providerId,
    ...row
  } = doc;
  return row;
};

/** Messages for people to look at. */
export const createMessageReads = (deps: { collections: Collections }): MessageReads => {
  const messages = deps.collections.of<MessageDoc>(messageSchema);
  const runs = deps.collections.of<RunDoc>(runSchema);

  /** Messages are indexed by person, by journey and by time; a run leads to its person. Undefined: there are none. */
  const anchor = async (query: MessagesQuery): Promise<mongo.Filter<MessageDoc> | undefined> => {
    const { tenant, profileId, run, journey } = query;
    const ofJourney = journey === undefined ? {} : { journey };
    if (profileId !== undefined) return { tenant, profileId, ...ofJourney };
    if (run !== undefined) {
      const found = await runs.findOne({ _id: keyOf(tenant, run) }, { projection: { profileId: 1 } });
      return found === null ? undefined : { tenant, profileId: found.profileId, ...ofJourney };
    }
    return { tenant, ...ofJourney };
  };

  return guarded<MessageReads>({
    messages: async (query) => {
      const { tenant, run, runs: named, channel, status, after, limit } = query;
      const from = await anchor(query);
      if (from === undefined) return [];
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await messages
        .find({
          ...from,
          ...(named === undefined ? {} : { run: { $in: [...named] } }),
          ...(run === undefined ? {} : { run }),
          ...(channel === undefined ? {} : { channel }),
          ...(status === undefined ? {} : { status }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toMessageView);
    },
  });
};
