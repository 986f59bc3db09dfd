import type { Burst } from '../../activities/burst/burst.ts';
import { type Carrier, createEnterJourney } from '../../activities/dispatch/enter-journey.ts';
import { createTurnAway } from '../../activities/dispatch/turn-away.ts';
import type { PerformDeps } from '../../activities/effects/perform.ts';
import type { LiveWorkspaces } from '../../activities/live/live-workspace.ts';
import type { Stores } from './stores.ts';

/**
 * The ways into a journey that need no event: `enter` itself, and `enrolByStep` for a step of another journey;
 * and `turnAway`, the record of those it did not let in.
 */
export const createEntering = (input: {
  stores: Stores;
  live: LiveWorkspaces;
  burst: Burst;
  carrier: Carrier;
}) => {
  const { stores, live, burst, carrier } = input;
  const turnAway = createTurnAway(stores);
  const enter = createEnterJourney({ ...stores, burst, carrier, turnAway });
  const enrolByStep: PerformDeps['enrol'] = async ({ tenant, journey: key, profileId, ...rest }) => {
    const workspace = await live.of(tenant);
    const journey = workspace.journeys.get(key);
    const profile = await stores.profiles.get({ tenant, profileId });
    if (journey === undefined || profile === undefined) return { refused: 'no-such-journey' };
    const entered = await enter({ live: workspace, journey, profile, entry: null, ...rest });
    return entered.kind === 'entered' ? { run: entered.run } : { refused: entered.reason };
  };
  return { enter, enrolByStep, turnAway };
};
