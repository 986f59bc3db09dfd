import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { PollState, PollStore } from '../ports.ts';
import { type PollDoc, pollSchema } from './poll-schema.ts';

const idOf = (named: { tenant: string; instance: string; poll: string }): string =>
  keyOf(named.tenant, `${named.instance}:${named.poll}`);

const stateOf = ({ tenant, instance, poll, failures, due, cursor, error }: PollDoc): PollState => ({
  tenant,
  instance,
  poll,
  failures,
  due,
  ...(cursor === undefined ? {} : { cursor: cursor.is }),
  ...(error === undefined ? {} : { error }),
});

const listMax = 1_000;

/** Where the looks at providers stand. */
export const createPollStore = (deps: { collections: Collections }): PollStore => {
  const polls = deps.collections.of<PollDoc>(pollSchema);
  const begin = async (named: { tenant: string; instance: string; poll: string; due: number }) => {
    const { tenant, instance, poll, due } = named;
    try {
      await polls.insertOne({ _id: idOf(named), tenant, instance, poll, due, leasedUntil: 0, failures: 0 });
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
    }
  };
  return guarded<PollStore>({
    take: async ({ now, systemTime, lease, token, ...named }) => {
      const _id = idOf(named);
      const known = await polls.findOne({ _id });
      if (known === null) await begin({ ...named, due: now });
      else if (known.due > now || known.leasedUntil > systemTime) return undefined;
      const taken = await polls.findOneAndUpdate(
        { _id, due: { $lte: now }, leasedUntil: { $lte: systemTime } },
        { $set: { leasedUntil: lease, token } },
        { returnDocument: 'after' },
      );
      return taken === null ? undefined : stateOf(taken);
    },
    done: async ({ token, due, cursor, ...named }) => {
      const { matchedCount } = await polls.updateOne(
        { _id: idOf(named), token },
        {
          $set: { due, cursor: { is: cursor }, failures: 0, leasedUntil: 0 },
          $unset: { token: 1, error: 1 },
        },
      );
      return matchedCount === 1;
    },
    failed: async ({ token, due, error, ...named }) => {
      await polls.updateOne(
        { _id: idOf(named), token },
        { $set: { due, error, leasedUntil: 0 }, $inc: { failures: 1 }, $unset: { token: 1 } },
      );
    },
    again: async ({ now, forgets, ...named }) => {
      await begin({ ...named, due: now });
      await polls.updateOne(
        { _id: idOf(named) },
        {
          $set: { due: now, leasedUntil: 0 },
          $unset: { token: 1, ...(forgets ? { cursor: 1 as const } : {}) },
        },
      );
    },
    hasten: async ({ now, ...named }) => {
      await polls.updateOne({ _id: idOf(named), due: { $gt: now } }, { $set: { due: now } });
    },
    of: async (tenant) => (await polls.find({ tenant }).limit(listMax).toArray()).map(stateOf),
  });
};
