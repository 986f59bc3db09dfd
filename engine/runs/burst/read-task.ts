import type { ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import type { TaskStore } from '../../tasks/ports.ts';
import type { Session } from './session.ts';

/** What a task says to the run once it is done; undefined before. */
export const readTask = async (input: {
  deps: { readonly tasks: Pick<TaskStore, 'get'> };
  session: Session;
  id: string;
}): Promise<ReduceInput | undefined> => {
  const { deps, session, id } = input;
  const task = await deps.tasks.get({ tenant: session.tenant, id });
  return task?.doneAt === undefined
    ? undefined
    : { kind: 'task-done', taskId: task.id, output: task.output ?? null };
};
