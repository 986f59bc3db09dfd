import { Context } from '@temporalio/activity';

const everyMs = 3_000;

/**
 * Lets an activity say every three seconds that it is under way, so that Temporal sends it to another worker soon after its
 * own has died (`heartbeatTimeout` in `workflows/journey-run.ts`).
 */
export const withHeartbeat =
  <Input>(work: (input: Input) => Promise<void>) =>
  async (input: Input): Promise<void> => {
    const context = Context.current();
    const timer = setInterval(() => context.heartbeat(), everyMs);
    try {
      await work(input);
    } finally {
      clearInterval(timer);
    }
  };
