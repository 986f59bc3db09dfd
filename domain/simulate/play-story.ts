import type { JourneyDefinition } from '../journey/definition.ts';
import { simulate } from './simulate.ts';
import type {
  PlayInput,
  SimulatedEntry,
  SimulatedTask,
  SimulatedWorkspace,
  Simulation,
} from './simulation.ts';
import { momentOf, type Story, toEvents, toProfile } from './story.ts';

/** When a story begins (epoch milliseconds); a time without a zone is local to the shop. */
export const startOf = (input: { story: Pick<Story, 'start'>; workspace: SimulatedWorkspace }): number =>
  momentOf({ text: input.story.start, start: 0, zone: input.workspace.settings.timezone });

const entriesOf = (input: { story: Story; start: number; zone: string }): readonly SimulatedEntry[] =>
  (input.story.enter ?? []).map(({ at: text, key, properties }) => ({
    at: momentOf({ ...input, text }),
    ...(key === undefined ? {} : { key }),
    ...(properties === undefined ? {} : { properties }),
  }));

const tasksOf = (story: Story): Readonly<Record<string, SimulatedTask>> =>
  Object.fromEntries(
    Object.entries(story.tasks ?? {}).map(([step, { after, output }]) => [
      step,
      { after, ...(output === undefined ? {} : { output }) },
    ]),
  );

/** A person as the engine knows them, in place of the one a story tells of. */
export type KnownPerson = Pick<PlayInput, 'profile' | 'history' | 'suppressed' | 'issued'>;

/** What a story tells, as a play of one person, the one of the story or one that is known. */
export const toPlay = (input: {
  workspace: SimulatedWorkspace;
  story: Story;
  person?: KnownPerson | undefined;
}): PlayInput => {
  const { workspace, story, person } = input;
  const { tenant, timezone: zone } = workspace.settings;
  const start = startOf(input);
  const { until, enter, choose, results, suppressed, holdout } = story;
  return {
    profile: toProfile({ person: story.profile, tenant, start }),
    events: toEvents({ events: story.events, start, zone, tenant }),
    start,
    tasks: tasksOf(story),
    holdout,
    ...(until === undefined ? {} : { until: momentOf({ text: until, start, zone }) }),
    ...(enter === undefined ? {} : { enter: entriesOf({ story, start, zone }) }),
    ...(choose === undefined ? {} : { choose }),
    ...(results === undefined ? {} : { results }),
    ...(suppressed === undefined ? {} : { suppressed }),
    ...person,
  };
};

/** Plays a journey by a story. Throws `invalid-input` for a choice that names what is not in the journey. */
export const playStory = (input: {
  journey: JourneyDefinition;
  workspace: SimulatedWorkspace;
  story: Story;
  person?: KnownPerson;
}): Promise<Simulation> => {
  const { journey, workspace } = input;
  return simulate({ journey, workspace, ...toPlay(input) });
};
