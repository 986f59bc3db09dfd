import type { Client } from '@temporalio/client';

import { lookAtWorkflow } from './workflow-look.ts';

/** What is tried again within this time counts as being at hand: a rate limit, say, and not an outage. */
const SOON_MS = 2000;

/**
 * Makes the question whether a workflow has nothing at hand: it waits, has ended, was never started, or what it does
 * failed and is tried again later. Its state is then what it will be until time passes or something comes.
 */
export const createIsAtRest =
  (deps: { client: Client; namespace: string; systemTime: () => number }) =>
  async (workflowId: string): Promise<boolean> => {
    const look = await lookAtWorkflow({ ...deps, workflowId });
    if (look === undefined) return true;
    if (look.hasTask) return false;
    const now = look.now ?? deps.systemTime();
    return look.attempts.every((at) => at > now + SOON_MS);
  };
