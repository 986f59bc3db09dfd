import type { Connection } from 'mongoose';

import type { GuardCounts } from '../../activities/ports/guards.ts';
import { guarded } from '../guarded.ts';
import { markKey } from '../messages/marks.ts';
import { driverOf } from '../schemas/define.ts';
import { type LedgerDoc, ledgerSchema } from '../schemas/ledger.ts';
import { type MessageDoc, messageSchema } from '../schemas/message.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';

/** What the guards of journeys count. Each is one look into an index, and ends at its limit. */
export const createGuardCounts = (deps: { connection: Connection }): GuardCounts => {
  const { connection } = deps;
  const messages = driverOf<MessageDoc>({ connection, schema: messageSchema });
  const ledger = driverOf<LedgerDoc>({ connection, schema: ledgerSchema });
  const runs = driverOf<RunDoc>({ connection, schema: runSchema });
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
        { limit },
      ),
    decided: async ({ tenant, journey, from, kinds, limit }) => {
      let count = 0;
      for (const kind of kinds) {
        if (count >= limit) break;
        const filter = { tenant, journey, kind, at: { $gte: from } };
        count += await ledger.countDocuments(filter, { limit: limit - count });
      }
      return count;
    },
    entered: async ({ tenant, journey, from, to, limit }) => {
      let count = 0;
      for (const status of ['active', 'ended'] as const) {
        if (count >= limit) break;
        const filter = { tenant, journey, status, enteredAt: { $gte: from, $lt: to } };
        count += await runs.countDocuments(filter, { limit: limit - count });
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
