import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { GuardCounts } from '../ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { markKey } from '../../messages/store/marks.ts';
import { type LedgerDoc, ledgerSchema } from '../../runs/store/ledger-schema.ts';
import { type MessageDoc, messageSchema } from '../../messages/store/message-schema.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

/** What the guards of journeys count. Each is one look into an index, and ends at its limit. */
export const createGuardCounts = (deps: { collections: Collections }): GuardCounts => {
  const { collections } = deps;
  const messages = collections.of<MessageDoc>(messageSchema);
  const ledger = collections.of<LedgerDoc>(ledgerSchema);
  const runs = collections.of<RunDoc>(runSchema);
  return guarded<GuardCounts>({
    marked: async ({ mark, from, limit, ...of }) => {
      const docs = await messages
        .find(
          { [`${mark}.of`]: markKey(of), [`${mark}.at`]: { $gte: from } },
          { projection: { _id: 0, [`${mark}.at`]: 1 } },
        )
        .sort({ [`${mark}.of`]: -1, [`${mark}.at`]: -1 })
        .limit(limit)
        .toArray();
      return { count: docs.length, oldest: docs.at(-1)?.[mark]?.at };
    },
    messages: ({ tenant, journey, from, statuses, limit }) =>
      messages.countDocuments(
        { tenant, journey, plannedAt: { $gte: from }, status: { $in: [...statuses] } },
        { ...longRead, limit },
      ),
    decided: async ({ tenant, journey, from, kinds, limit }) => {
      let count = 0;
      for (const kind of kinds) {
        if (count >= limit) break;
        const filter = { tenant, journey, kind, at: { $gte: from } };
        count += await ledger.countDocuments(filter, { ...longRead, limit: limit - count });
      }
      return count;
    },
    entered: async ({ tenant, journey, from, to, limit }) => {
      let count = 0;
      for (const status of ['active', 'ended'] as const) {
        if (count >= limit) break;
        const filter = { tenant, journey, status, enteredAt: { $gte: from, $lt: to } };
        count += await runs.countDocuments(filter, { ...longRead, limit: limit - count });
      }
      return count;
    },
    firstEntry: async ({ tenant, journey }) => {
      const firsts = await Promise.all(
        (['active', 'ended'] as const).map((status) =>
          runs
            .find({ tenant, journey, status }, { projection: { _id: 0, enteredAt: 1 } })
            .sort({ enteredAt: 1, _id: 1 })
            .limit(1)
            .toArray(),
        ),
      );
      const instants = firsts.flat().map(({ enteredAt }) => enteredAt);
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
  });
};
