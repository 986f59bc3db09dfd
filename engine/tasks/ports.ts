import type { TaskOutputView, TaskView } from '../../api/ports/views.ts';

/** A task as it is stored: of a tenant, open until it is done. */
export type TaskRow = Omit<TaskView, 'state'> & { readonly tenant: string };

export type TaskStore = {
  /** Adds a task once per id. */
  readonly add: (task: TaskRow) => Promise<void>;
  readonly get: (input: { tenant: string; id: string }) => Promise<TaskRow | undefined>;
  /** Notes once that a task is done; the task as it stands then, undefined when there is none. */
  readonly finish: (input: {
    tenant: string;
    id: string;
    at: number;
    output: TaskOutputView;
  }) => Promise<{ readonly kind: 'done' | 'already-done'; readonly task: TaskRow } | undefined>;
};
