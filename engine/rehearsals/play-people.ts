import type { PlayInput, Simulation } from '../../domain/simulate/simulation.ts';
import type { Stage } from './stage.ts';

/**
 * Plays a journey for several people at once, each from the same instant on, and answers what happened to each, in the
 * same order. Nothing is sent and nothing is written.
 */
export type PlayPeople = (input: {
  stage: Stage;
  people: readonly PlayInput[];
}) => Promise<readonly Simulation[]>;
