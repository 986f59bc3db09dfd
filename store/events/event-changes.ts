import type { mongo } from 'mongoose';

import type { EventStore, StuckEventStore } from '../../activities/ports/events.ts';
import type { Turns } from '../batching/turns.ts';
import { createUpdateBatcher } from '../batching/update-batcher.ts';
import { keyOf } from '../keys.ts';
import type { EventDoc } from '../schemas/event.ts';

type Changes = Pick<EventStore, 'assign' | 'finish' | 'fail' | 'reassign'> & StuckEventStore;

const literal = (value: unknown): { readonly $literal: unknown } => ({ $literal: value });

const listed = { tenant: '$tenant', at: '$receivedAt', id: '$messageId', name: '$name' };

/** The changes of an event on its way: whom it is about, that it is done, that an attempt failed. */
export const createEventChanges = ({
  events,
  turns,
}: {
  events: mongo.Collection<EventDoc>;
  turns: Turns;
}): Changes => {
  const batch = createUpdateBatcher<mongo.AnyBulkWriteOperation<EventDoc>>({
    turns,
    bulkWrite: (ops) => events.bulkWrite(ops, { ordered: false }),
  });
  const change = (
    filter: mongo.Filter<EventDoc>,
    update: mongo.UpdateFilter<EventDoc> | mongo.Document[],
  ): Promise<void> => batch({ updateOne: { filter, update } });

  return {
    assign: ({ tenant, messageId, profileId, follow }) => {
      const of = { name: '$name', at: '$timestamp' };
      const known = { profileId: literal(profileId), follow: literal(follow), of, listed };
      return change({ _id: keyOf(tenant, messageId) }, [{ $set: known }]);
    },
    finish: ({ tenant, messageId, state }) =>
      change(
        { _id: keyOf(tenant, messageId) },
        { $set: { state }, $unset: { due: 1, lease: 1, error: 1, stuck: 1 } },
      ),
    // Only while it is pending: an attempt that fails after another one got through changes nothing.
    fail: ({ tenant, messageId, error, due }) => {
      const filter: mongo.Filter<EventDoc> = { _id: keyOf(tenant, messageId), state: 'pending' };
      if (due !== undefined) return change(filter, { $inc: { attempts: 1 }, $set: { error, due } });
      const dead = { state: 'dead', stuck: literal(keyOf(tenant, 'dead')), error: literal(error), listed };
      return change(filter, [
        { $set: { ...dead, attempts: { $add: ['$attempts', 1] } } },
        { $unset: ['due', 'lease'] },
      ]);
    },
    requeue: async ({ tenant, messageId, due }) => {
      const _id = keyOf(tenant, messageId);
      const { matchedCount } = await events.updateOne(
        { _id, state: { $in: ['dead', 'quarantined'] } },
        { $set: { state: 'pending', attempts: 0, due }, $unset: { stuck: 1, error: 1 } },
      );
      if (matchedCount === 1) return 'requeued';
      return (await events.findOne({ _id }, { projection: { _id: 1 } })) === null ? 'not-found' : 'not-stuck';
    },
    reassign: async ({ tenant, from, to }) => {
      await events.updateMany({ profileId: from, tenant }, { $set: { profileId: to } });
    },
  };
};
