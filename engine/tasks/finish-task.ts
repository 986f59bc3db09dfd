import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import type { Clock } from '../clock/clock.ts';
import type { Accept } from '../events/accept.ts';
import type { TaskRow, TaskStore } from './ports.ts';
import type { TaskOutputView } from '../../api/ports/views.ts';

/** A task that is done: just now, or already before; then nothing was changed. */
export type Finished = { readonly kind: 'done' | 'already-done'; readonly task: TaskRow };

export type FinishTask = (input: {
  tenant: string;
  id: string;
  output: TaskOutputView;
}) => Promise<Finished | undefined>;

/**
 * Makes the function that notes that somebody has done a task; undefined when there is no such task. The run that
 * waits for it hears of it by an event, which is stored before this answers: a call that was cut off may be repeated,
 * and brings the same event again.
 */
export const createFinishTask = (deps: {
  tasks: Pick<TaskStore, 'finish'>;
  accept: Accept;
  clock: Clock;
}): FinishTask => {
  return async ({ tenant, id, output }) => {
    const finished = await deps.tasks.finish({ tenant, id, at: deps.clock.now(tenant), output });
    if (finished === undefined) return undefined;
    const { task } = finished;
    await deps.accept({
      tenant,
      events: [
        {
          messageId: `task:${hashId(tenant, id)}`,
          type: 'track',
          name: ownNames.task,
          profileId: task.profileId,
          externalIds: [],
          properties: {
            task: id,
            title: task.title,
            ...task.output,
            ...(task.run === null ? {} : { run: task.run }),
            ...(task.team === undefined ? {} : { team: task.team }),
          },
          traits: {},
          context: {},
          timestamp: task.doneAt ?? deps.clock.now(tenant),
          source: 'ciclo',
          trust: 'engine',
          backfill: false,
        },
      ],
    });
    return finished;
  };
};
