import type { Log } from '../../activities/dispatch/dispatcher.ts';
import { type Loop, runEvery } from '../../activities/upkeep/every.ts';
import type { Engine } from './engine.ts';
import type { Stores } from './stores.ts';

/** What stops things by itself, and lets go on who was held: circuits, channels, guards of journeys. */
export const startGuardLoops = (input: {
  engine: Engine;
  stores: Stores;
  log: Log;
  everyMs: number;
}): readonly Loop[] => {
  const { engine, stores, log, everyMs } = input;
  const guardAll = async (): Promise<boolean> => {
    for (const tenant of await stores.workspaces.tenants()) await engine.checkJourneys.turn(tenant);
    return false;
  };
  const releaseAll = async (): Promise<boolean> => {
    let hasMore = false;
    for (const tenant of await stores.workspaces.tenants()) {
      hasMore = (await engine.releaseHeld(tenant)) || hasMore;
    }
    return hasMore;
  };
  const lookAtCircuits = async (): Promise<boolean> => {
    await engine.circuits.refresh();
    return false;
  };
  return [
    runEvery({ name: 'circuits', everyMs: everyMs * 5, log, job: lookAtCircuits }),
    runEvery({ name: 'channels', everyMs, log, job: releaseAll }),
    runEvery({ name: 'guards', everyMs: everyMs * 5, log, job: guardAll }),
  ];
};
