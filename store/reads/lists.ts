import type { Connection } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import { driverOf } from '../schemas/define.ts';
import { type EventDoc, eventSchema } from '../schemas/event.ts';
import { type LedgerDoc, ledgerSchema } from '../schemas/ledger.ts';
import { type MessageDoc, messageSchema } from '../schemas/message.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';
import { keyOf } from '../keys.ts';
import { behind, given } from './page.ts';

type Lists = Pick<Reads, 'runs' | 'run' | 'decisions' | 'messages' | 'events'>;

/** The lists people look at: runs, decisions, messages and events, newest first. */
export const createLists = (deps: { connection: Connection }): Lists => {
  const { connection } = deps;
  const runs = driverOf<RunDoc>({ connection, schema: runSchema });
  const ledger = driverOf<LedgerDoc>({ connection, schema: ledgerSchema });
  const messages = driverOf<MessageDoc>({ connection, schema: messageSchema });
  const events = driverOf<EventDoc>({ connection, schema: eventSchema });
  return {
    runs: ({ tenant, limit, after, ...fields }) =>
      runs
        .find({
          tenant,
          ...given(fields),
          ...behind({
            page: { limit, ...(after === undefined ? {} : { after }) },
            at: 'enteredAt',
            id: 'id',
          }),
        })
        .sort({ enteredAt: -1, id: -1 })
        .limit(limit)
        .toArray(),
    run: async ({ tenant, id }) => (await runs.findOne({ _id: keyOf(tenant, id) })) ?? undefined,
    decisions: ({ tenant, limit, after, ...fields }) =>
      ledger
        .find({
          tenant,
          ...given(fields),
          ...behind({
            page: { limit, ...(after === undefined ? {} : { after }) },
            at: 'at',
            n: 'n',
            id: 'id',
          }),
        })
        .sort({ at: -1, n: -1, id: -1 })
        .limit(limit)
        .toArray(),
    messages: ({ tenant, limit, after, ...fields }) =>
      messages
        .find({
          tenant,
          ...given(fields),
          ...behind({
            page: { limit, ...(after === undefined ? {} : { after }) },
            at: 'plannedAt',
            id: 'id',
          }),
        })
        .sort({ plannedAt: -1, id: -1 })
        .limit(limit)
        .toArray(),
    events: ({ tenant, limit, after, ...fields }) =>
      events
        .find({
          tenant,
          ...given(fields),
          ...behind({
            page: { limit, ...(after === undefined ? {} : { after }) },
            at: 'receivedAt',
            id: 'messageId',
          }),
        })
        .sort({ receivedAt: -1, messageId: -1 })
        .limit(limit)
        .toArray(),
  };
};
