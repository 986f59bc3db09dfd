import type { BroadcastState } from '../../../domain/broadcasts/plan.ts';
import type { Broadcast, BroadcastStore, CountDealt } from '../../broadcasts/ports.ts';
import { type Operation, type OperationState, shareOf } from '../operation.ts';
import { type OperationSource, placed } from '../source.ts';

const states: Readonly<Record<Exclude<BroadcastState, 'draft'>, OperationState>> = {
  scheduled: 'queued',
  sending: 'running',
  testing: 'running',
  paused: 'paused',
  sent: 'done',
  cancelled: 'cancelled',
};

const toOperation = (input: { broadcast: Broadcast; done: number }): Operation | undefined => {
  const { broadcast, done } = input;
  const { id, plan, state, matched, createdAt, endedAt } = broadcast;
  if (state === 'draft') return undefined;
  // Somebody may have come in since the number was counted.
  const total = matched === undefined ? undefined : Math.max(matched, done);
  return {
    id,
    kind: 'broadcast',
    what: plan.name,
    state: states[state],
    done,
    total,
    failed: 0,
    share: state === 'sent' ? 1 : shareOf(done, total),
    createdAt,
    endedAt,
  };
};

/** Broadcasts that are scheduled, under way or over. Drafts are none: nothing goes on in them. */
export const broadcastOperations = (deps: {
  broadcasts: Pick<BroadcastStore, 'list'>;
  countDealt: CountDealt;
}): OperationSource => ({
  kinds: ['broadcast'],
  list: async ({ tenant, ...page }) => {
    const found = await deps.broadcasts.list({ tenant, withDrafts: false, ...page });
    const begun = found.flatMap(({ id, startedAt }) => (startedAt === undefined ? [] : [id]));
    const dealt = await deps.countDealt({ tenant, ids: begun });
    return found.flatMap((broadcast) => {
      const operation = toOperation({ broadcast, done: dealt.get(broadcast.id) ?? 0 });
      return operation === undefined ? [] : [placed(operation)];
    });
  },
});
