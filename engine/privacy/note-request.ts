import { hashId } from '../../domain/hash.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { EventRow } from '../events/ports.ts';
import type { TaskStore } from '../tasks/ports.ts';

const dayMs = 24 * 3_600_000;
/** An answer to a request of access is owed within a month (GDPR, article 12(3)). */
const answerWithin = 30 * dayMs;

const requests: ReadonlySet<string> = new Set([
  'Privacy Export Requested',
  'Store Uninstalled',
  'Store Erase Requested',
]);

/** Whether an event is a request of privacy that people have to answer. */
export const asksPeople = (row: Pick<EventRow, 'name'>): boolean => requests.has(row.name);

/**
 * Makes the part of the dispatch that notes privacy requests that people have to answer: a request of access, and the
 * leaving of a whole shop, become a task with its legal deadline, however old the request is. Erasures are done at once,
 * see `createEraseOnRequest`.
 */
export const createNoteRequest = (deps: { tasks: Pick<TaskStore, 'add'> }) => {
  return async (input: { row: EventRow; profile: Profile; now: number }): Promise<void> => {
    const { row, profile, now } = input;
    const { tenant } = row;
    if (!asksPeople(row)) return;
    await deps.tasks.add({
      id: hashId(tenant, row.id, 'privacy'),
      tenant,
      profileId: profile.id,
      run: null,
      title: row.name,
      team: 'privacy',
      createdAt: now,
      dueAt: now + answerWithin,
    });
  };
};
