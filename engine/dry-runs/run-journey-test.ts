import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { type Difference, differencesOf } from '../../domain/simulate/differences.ts';
import type { JourneyTest } from '../../domain/simulate/journey-test.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';
import { startOf } from '../../domain/simulate/to-play.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { PlayPeople } from './play-people.ts';
import { playStory } from './play-story.ts';

/** How a test came out. */
export type JourneyTestResult = {
  readonly name: string;
  readonly passed: boolean;
  /** Where what happened is not what was expected. */
  readonly differences: readonly Difference[];
  /** What happened. */
  readonly simulation: Simulation;
};

/** Plays the story of a test and holds what happened against what it expects. */
export const runJourneyTest = async (input: {
  playPeople: PlayPeople;
  journey: JourneyDefinition;
  live: LiveWorkspace;
  test: JourneyTest;
}): Promise<JourneyTestResult> => {
  const { live, test } = input;
  const simulation = await playStory({ ...input, story: test });
  const { settings } = live.published;
  const start = startOf({ story: test, settings });
  const differences = differencesOf({ expected: test.expect, simulation, start, zone: settings.timezone });
  return { name: test.name, passed: differences.length === 0, differences, simulation };
};
