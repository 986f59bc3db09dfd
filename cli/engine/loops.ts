import type { Log } from '../../activities/dispatch/dispatcher.ts';
import { runEvery } from '../../activities/upkeep/every.ts';
import type { Engine } from './engine.ts';
import { startGuardLoops } from './guard-loops.ts';
import type { Stores } from './stores.ts';

/**
 * Starts what an engine process does by itself: take over what a crash left, keep memberships that change by
 * time, enter people by dates and schedules, send on other channels what was not delivered, and follow the development clock.
 */
export const startLoops = (input: {
  engine: Engine;
  stores: Stores;
  log: Log;
  devClock: boolean;
  everyMs?: number;
}): { readonly stop: () => Promise<void> } => {
  const { engine, stores, log } = input;
  const everyMs = input.everyMs ?? 1000;
  const recheckAll = async (): Promise<boolean> => {
    let count = 0;
    for (const tenant of await stores.workspaces.tenants()) count += await engine.recheck(tenant);
    return count > 0;
  };
  const decideAll = async (): Promise<boolean> => {
    for (const tenant of await stores.workspaces.tenants()) await engine.decideWinners.run(tenant);
    return false;
  };
  const enterAll = async (): Promise<boolean> => {
    let hasMore = false;
    for (const tenant of await stores.workspaces.tenants()) {
      hasMore = (await engine.enterMany.turn(tenant)) === 'more' || hasMore;
      hasMore = (await engine.resend.turn(tenant)) === 'more' || hasMore;
    }
    return hasMore;
  };
  const loops = [
    ...startGuardLoops({ engine, stores, log, everyMs }),
    runEvery({ name: 'events', everyMs, log, job: async () => (await engine.dispatcher.sweep()) >= 500 }),
    runEvery({ name: 'deliveries', everyMs, log, job: async () => (await engine.deliveries.sweep()) >= 200 }),
    runEvery({ name: 'jobs', everyMs, log, job: async () => (await engine.carryJobs.sweep()) > 0 }),
    runEvery({ name: 'segments', everyMs, log, job: recheckAll }),
    runEvery({ name: 'entries', everyMs, log, job: enterAll }),
    runEvery({ name: 'experiments', everyMs: everyMs * 20, log, job: decideAll }),
  ];
  if (input.devClock) {
    const follow = async (): Promise<boolean> => {
      const tenants = await stores.workspaces.tenants();
      await engine.clock.refresh(tenants);
      for (const tenant of tenants.filter((one) => engine.clock.offset(one) > 0)) {
        // A workflow's own clock lags behind one that was moved on; what is due is brought to it.
        const due = await stores.runs.due({ tenant, now: engine.clock.now(tenant), limit: 100 });
        for (const run of due) await engine.clock.catchUp(run);
      }
      return false;
    };
    loops.push(runEvery({ name: 'development clock', everyMs: 250, log, job: follow }));
  }
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
};
