import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { TripStore } from './ports.ts';
import type { Trips } from '../../api/ports/guards.ts';

/** What the guards of a journey stopped, for operators. */
export const createTripLog =
  ({ live, trips }: { live: LiveWorkspaces; trips: TripStore }): Trips =>
  async ({ tenant, journey, limit }) => {
    const { journeys } = await live.of(tenant);
    return journeys.has(journey) ? trips.list({ tenant, journey, limit }) : undefined;
  };
