import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Trip, TripStore } from './ports.ts';

/** The trips of a journey, newest first; undefined when there is no such journey. */
export type TripLog = (input: {
  tenant: string;
  journey: string;
  limit: number;
}) => Promise<readonly Trip[] | undefined>;

/** What the guards of a journey stopped, for operators. */
export const createTripLog =
  ({ live, trips }: { live: LiveWorkspaces; trips: TripStore }): TripLog =>
  async ({ tenant, journey, limit }) => {
    const { journeys } = await live.of(tenant);
    return journeys.has(journey) ? trips.list({ tenant, journey, limit }) : undefined;
  };
