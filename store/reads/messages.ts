import type { Connection, mongo } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import type { MessageView } from '../../api/ports/views.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type MessageDoc, messageSchema } from '../schemas/message.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';
import { behind, keyAt, newestFirst } from './paging.ts';

type MessagesQuery = Parameters<Reads['messages']>[0];

const order = ['plannedAt', '_id'] as const;

const toView = (doc: MessageDoc): MessageView => {
  const { _id, tenant: _tenant, leaseUntil: _leaseUntil, providerId: _providerId, ...row } = doc;
  return row;
};

/** Messages for people to look at. */
export const createMessageReads = (deps: { connection: Connection }): Pick<Reads, 'messages'> => {
  const messages = driverOf<MessageDoc>({ connection: deps.connection, schema: messageSchema });
  const runs = driverOf<RunDoc>({ connection: deps.connection, schema: runSchema });

  /** Messages are indexed by person and by journey; a run leads to both. Undefined: there are none. */
  const anchor = async (query: MessagesQuery): Promise<mongo.Filter<MessageDoc> | undefined> => {
    const { tenant, profileId, run, journey } = query;
    const ofJourney = journey === undefined ? {} : { journey };
    if (profileId !== undefined) return { tenant, profileId, ...ofJourney };
    if (run !== undefined) {
      const found = await runs.findOne({ _id: keyOf(tenant, run) }, { projection: { profileId: 1 } });
      return found === null ? undefined : { tenant, profileId: found.profileId, ...ofJourney };
    }
    return { tenant, journey: journey ?? { $in: await messages.distinct('journey', { tenant }) } };
  };

  return {
    messages: async (query) => {
      const { tenant, run, channel, status, after, limit } = query;
      const from = await anchor(query);
      if (from === undefined) return [];
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await messages
        .find({
          ...from,
          ...(run === undefined ? {} : { run }),
          ...(channel === undefined ? {} : { channel }),
          ...(status === undefined ? {} : { status }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toView);
    },
  };
};
