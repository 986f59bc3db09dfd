import { hashId } from '../../domain/hash.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { EventRow } from '../ports/events.ts';
import type { Run, RunStore, TaskStore } from '../ports/runs.ts';

const dayMs = 24 * 3_600_000;
/** An answer to a request of access is owed within a month (GDPR, article 12(3)). */
const answerWithin = 30 * dayMs;

/**
 * Makes the part of the dispatch that answers privacy requests: an erasure removes everything about the
 * person and ends their runs; a request of access, and the leaving of a whole shop, become a task with its
 * legal deadline.
 */
export const createPrivacy = (deps: {
  erase: (input: { tenant: string; profileId: string }) => Promise<void>;
  runs: RunStore;
  stopWorkflow: (run: Run) => Promise<void>;
  tasks: TaskStore;
}) => {
  return async (input: { row: EventRow; profile: Profile; now: number }): Promise<'erased' | 'kept'> => {
    const { row, profile, now } = input;
    const { tenant } = row;
    switch (row.name) {
      case 'Privacy Erase Requested': {
        const active = await deps.runs.activeOf({ tenant, profileId: profile.id });
        for (const run of active) await deps.stopWorkflow(run);
        await deps.erase({ tenant, profileId: profile.id });
        return 'erased';
      }
      case 'Privacy Export Requested':
      case 'Store Uninstalled':
      case 'Store Erase Requested':
        await deps.tasks.add({
          id: hashId(tenant, row.messageId, 'privacy'),
          tenant,
          profileId: profile.id,
          run: null,
          title: row.name,
          team: 'privacy',
          createdAt: now,
          dueAt: now + answerWithin,
        });
        return 'kept';
      default:
        return 'kept';
    }
  };
};
