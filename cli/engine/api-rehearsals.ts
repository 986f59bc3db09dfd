import { setImmediate } from 'node:timers/promises';

import { createRehearsals } from '../../activities/rehearse/create-rehearsals.ts';
import type { Rehearsals } from '../../api/ports/rehearsals.ts';
import { pluginCatalog } from '../workspace/build-workspace.ts';
import type { Assembled } from './assemble.ts';

/** Journeys tried with the people there are, on the stores of an engine. */
export const createApiRehearsals = (input: { assembled: Assembled; secret: string }): Rehearsals => {
  const { engine, opened } = input.assembled;
  const { rehearsal, audience, profiles, orders, suppressions } = opened.stores;
  return createRehearsals({
    rehearsal,
    audience,
    profiles,
    orders,
    suppressions,
    secret: input.secret,
    live: engine.live,
    clock: engine.clock,
    plugins: pluginCatalog(),
    yieldTurn: () => setImmediate(),
  });
};
