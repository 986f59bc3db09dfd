import type { mongo } from 'mongoose';

import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { EventStore, StuckEventStore } from '../ports.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { type Batcher, createBatcher } from '../../../platform/mongo/batching/batcher.ts';
import { createUpdateBatcher } from '../../../platform/mongo/batching/update-batcher.ts';
import { failedBeforeSending } from '../../../platform/mongo/batching/write-errors.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { EventDoc } from './event-schema.ts';

type Changes = Pick<
  EventStore,
  'assign' | 'assignAll' | 'note' | 'noteAct' | 'give' | 'finish' | 'finishAll' | 'fail'
> &
  StuckEventStore;

/** As much as is said of one event. */
const notesMax = 40;

const literal = (value: unknown): { readonly $literal: unknown } => ({ $literal: value });

type Assigned = Parameters<EventStore['assignAll']>[0]['events'];

/** Events of which the same follows. */
const alikeOf = (assigned: Assigned): readonly Assigned[] => {
  const alike = new Map<string, Assigned[number][]>();
  for (const one of assigned) {
    const follow = JSON.stringify(one.follow);
    const known = alike.get(follow);
    if (known === undefined) alike.set(follow, [one]);
    else known.push(one);
  }
  return [...alike.values()];
};

/** For lists, as an update writes it of what the document has. */
const listedAs = (id: string) => ({ tenant: '$tenant', at: '$receivedAt', id: literal(id), name: '$name' });

const settled = { due: 1, lease: 1, holder: 1, error: 1, stuck: 1, overAt: 1 } as const;

type Finished = { readonly ids: readonly string[]; readonly state: 'done' | 'recorded' };

/** Events that are done become so in groups, no matter whose they are: for all of one state it is the same update. */
const createFinish = ({ events, turns }: { events: Collection<EventDoc>; turns: Turns }) =>
  createBatcher<Finished, void>({
    turns,
    splits: failedBeforeSending,
    run: async (items) => {
      for (const state of ['done', 'recorded'] as const) {
        const _ids = items.flatMap((item) => (item.state === state ? item.ids : []));
        if (_ids.length === 0) continue;
        await events.updateMany({ _id: { $in: _ids } }, { $set: { state }, $unset: settled });
      }
      return items.map(() => undefined);
    },
  });

/** Back into the queue, with all attempts. */
const again = (due: number): mongo.UpdateFilter<EventDoc> => ({
  $set: { state: 'pending', attempts: 0, due },
  $unset: { stuck: 1, error: 1, overAt: 1 },
});

/** Puts events that were given up or set aside back into the queue. */
const createRequeue = (events: Collection<EventDoc>): StuckEventStore => ({
  requeue: async ({ tenant, id, due }) => {
    const _id = keyOf(tenant, id);
    const { matchedCount } = await events.updateOne(
      { _id, state: { $in: ['dead', 'quarantined'] } },
      again(due),
    );
    if (matchedCount === 1) return 'requeued';
    return (await events.findOne({ _id }, { projection: { _id: 1 } })) === null ? 'not-found' : 'not-stuck';
  },
  requeueAll: async ({ tenant, state, name, limit, due }) => {
    const stuck = keyOf(tenant, state);
    const found = await events
      .find({ stuck, ...(name === undefined ? {} : { name }) }, { projection: { _id: 1 } })
      .limit(limit)
      .toArray();
    if (found.length === 0) return 0;
    const ids = found.map((doc) => doc._id);
    const { matchedCount } = await events.updateMany({ _id: { $in: ids }, stuck }, again(due));
    return matchedCount;
  },
});

/** Says of events whom they are about and what follows. */
const createAssign = (
  batch: Batcher<mongo.AnyBulkWriteOperation<EventDoc>, void>,
): Pick<Changes, 'assign' | 'assignAll'> => {
  const of = { name: '$name', at: '$timestamp' };
  const assign: Changes['assign'] = ({ tenant, id, profileId, follow }) => {
    const known = { profileId: literal(profileId), follow: literal(follow), of, listed: listedAs(id) };
    return batch({ updateOne: { filter: { _id: keyOf(tenant, id) }, update: [{ $set: known }] } });
  };
  return {
    assign,
    assignAll: async ({ tenant, profileId, events }) => {
      const unlisted = events.filter(({ isListed }) => !isListed);
      const ops = alikeOf(events.filter(({ isListed }) => isListed)).map((alike) => {
        const known = { profileId: literal(profileId), follow: literal(alike[0]?.follow), of };
        const update = [{ $set: known }];
        const _ids = alike.map(({ id }) => keyOf(tenant, id));
        const [_id] = _ids;
        return _ids.length === 1 && _id !== undefined
          ? batch({ updateOne: { filter: { _id }, update } })
          : batch({ updateMany: { filter: { _id: { $in: _ids } }, update } });
      });
      await Promise.all([...ops, ...unlisted.map((one) => assign({ tenant, profileId, ...one }))]);
    },
  };
};

/** The changes of an event on its way: whom it is about, that it is done, that an attempt failed. */
export const createEventChanges = ({
  events,
  turns,
}: {
  events: Collection<EventDoc>;
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

  const finish = createFinish({ events, turns });

  return {
    ...createAssign(batch),
    // A set, so that a repeat notes nothing twice.
    note: ({ event, notes }) =>
      change(
        { _id: keyOf(event.tenant, event.id) },
        {
          $addToSet: {
            ignored: { $each: notes.slice(0, notesMax).map(({ path, message }) => ({ path, message })) },
          },
        },
      ),
    noteAct: ({ tenant, id, rule }) => change({ _id: keyOf(tenant, id) }, { $addToSet: { acted: rule } }),
    give: async ({ tenant, ids, profileId }) => {
      if (ids.length === 0) return;
      await events.updateMany({ _id: { $in: ids.map((id) => keyOf(tenant, id)) } }, { $set: { profileId } });
    },
    finish: ({ tenant, id, state }) => finish({ ids: [keyOf(tenant, id)], state }),
    finishAll: ({ tenant, ids, state }) => finish({ ids: ids.map((id) => keyOf(tenant, id)), state }),
    // Only while it is pending: an attempt that fails after another one got through changes nothing.
    fail: ({ tenant, id, error, due }) => {
      const filter: mongo.Filter<EventDoc> = { _id: keyOf(tenant, id), state: 'pending' };
      if (due !== undefined) return change(filter, { $inc: { attempts: 1 }, $set: { error, due } });
      const stuck = literal(keyOf(tenant, 'dead'));
      const dead = {
        state: 'dead',
        stuck,
        error: literal(error),
        listed: listedAs(id),
        overAt: new Date(),
      };
      return change(filter, [
        { $set: { ...dead, attempts: { $add: ['$attempts', 1] } } },
        { $unset: ['due', 'lease', 'holder'] },
      ]);
    },
    ...createRequeue(events),
  };
};
