import type { TripNumbers } from '../../domain/guards/trip.ts';

/** A journey that was stopped by a guard. */
export type TripView = {
  readonly id: string;
  readonly at: number;
  readonly numbers: TripNumbers;
  readonly text: string;
  readonly resumedAt?: number;
};

/** The trips of a journey, newest first; undefined when there is no such journey. */
export type Trips = (input: {
  tenant: string;
  journey: string;
  limit: number;
}) => Promise<readonly TripView[] | undefined>;
