import type { PlayInput, Simulation } from '../../domain/simulate/simulation.ts';
import type { Stage } from './stage.ts';

/**
 * Plays a journey for several people at once, each from the same instant on, and answers what happened to each, in the
 * same order. Nothing is sent and nothing is written.
 */
export type PlayPeople = (input: {
  stage: Stage;
  people: readonly PlayInput[];
  /** Plays that are handed the same object compete for the places under the caps on entries, as if all were played at once. */
  together?: object;
  /** Also answers how each person was at every instant. */
  withProfiles?: boolean;
}) => Promise<readonly Simulation[]>;
