import { messageOf } from '../../domain/errors.ts';
import type { Log } from '../events/dispatcher.ts';

export type Loop = { readonly stop: () => Promise<void> };

/**
 * Runs a job again and again: `everyMs` after it ended, at once while it says there is more. A failure is
 * logged and the job goes on; a database that is away for a while is no reason to end.
 */
export const runEvery = (input: {
  name: string;
  everyMs: number;
  job: () => Promise<boolean>;
  log: Log;
}): Loop => {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  const once = async (): Promise<void> => {
    let hasMore = false;
    try {
      hasMore = await input.job();
    } catch (thrown) {
      input.log.warn({ loop: input.name, error: messageOf(thrown) }, 'A background job failed; it goes on.');
    }
    if (isStopped) return;
    timer = setTimeout(begin, hasMore ? 0 : input.everyMs);
  };
  const begin = (): void => {
    current = once();
  };
  begin();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
};
