import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { type KnownPerson, toPlay } from '../../domain/simulate/to-play.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';
import { checkNamedSteps } from '../../domain/simulate/story-names.ts';
import type { Story } from '../../domain/simulate/story.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { PlayPeople } from './play-people.ts';
import { createStage } from './stage.ts';

/** Plays a journey by a story. Throws `invalid-input` for a choice or an event that names what is not in the journey. */
export const playStory = async (input: {
  playPeople: PlayPeople;
  journey: JourneyDefinition;
  live: LiveWorkspace;
  story: Story;
  person?: KnownPerson | undefined;
}): Promise<Simulation> => {
  const { playPeople, journey, live, story } = input;
  const play = toPlay({ ...input, settings: live.published.settings });
  const { choose, holdout } = story;
  const stage = createStage({ live, journey, holdout, ...(choose === undefined ? {} : { choose }) });
  checkNamedSteps({ story, steps: stage.written.keys() });
  const [simulation] = await playPeople({ stage, people: [play] });
  if (simulation === undefined) throw new Error('A play came to nothing.');
  return simulation;
};
