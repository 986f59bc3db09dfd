import { type Loop, runEvery } from '../engine/clock/every.ts';
import { factoriesOf, makeEach } from './compose.ts';
import type { Engine } from './engine.ts';
import type { LoopSpec } from '../engine/module.ts';
import { modules } from './modules.ts';

/** Follows the development clock: what is due by a tenant's clock is brought to the workflow, whose own lags behind. */
const followClock =
  ({ clock, runs, live }: Engine) =>
  async (): Promise<boolean> => {
    const tenants = await live.tenants();
    await clock.refresh(tenants);
    for (const tenant of tenants.filter((one) => clock.offset(one) > 0)) {
      const due = await runs.due({ tenant, now: clock.now(tenant), limit: 100 });
      for (const run of due) await clock.catchUp(run);
    }
    return false;
  };

/**
 * Starts what an engine process does by itself: the loops of all modules, and one that follows the development clock.
 * `everyMs` is the usual time between two looks (one second by default).
 */
export const startLoops = (input: {
  engine: Engine;
  devClock: boolean;
  everyMs?: number;
}): { readonly stop: () => Promise<void> } => {
  const { engine, everyMs = 1000 } = input;
  const { log } = engine;
  const specs: Readonly<Record<string, LoopSpec>> = makeEach(engine, factoriesOf(modules, 'loops'));
  const loops: Loop[] = Object.entries(specs).map(([name, { every, job }]) =>
    runEvery({ name, everyMs: everyMs * every, log, job }),
  );
  if (input.devClock) {
    loops.push(runEvery({ name: 'development clock', everyMs: 250, log, job: followClock(engine) }));
  }
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
};
