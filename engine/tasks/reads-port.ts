import type { PageOf, TaskView } from '../../api/ports/views.ts';

/** Tasks for people to look at. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type TaskReads = {
  /** By `createdAt`, then `id`. */
  readonly tasks: (
    input: PageOf & { tenant: string; state?: TaskView['state']; profileId?: string; journey?: string },
  ) => Promise<readonly TaskView[]>;
};
