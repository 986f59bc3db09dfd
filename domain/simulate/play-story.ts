import type { JourneyDefinition } from '../journey/definition.ts';
import { simulate } from './simulate.ts';
import type { SimulatedEntry, SimulatedTask, SimulatedWorkspace, Simulation } from './simulation.ts';
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

/** Plays a journey by a story. Throws `invalid-input` for a choice that names what is not in the journey. */
export const playStory = (input: {
  journey: JourneyDefinition;
  workspace: SimulatedWorkspace;
  story: Story;
}): Promise<Simulation> => {
  const { journey, workspace, story } = input;
  const { tenant, timezone: zone } = workspace.settings;
  const start = startOf(input);
  const { until, enter, choose, results, suppressed, holdout } = story;
  return simulate({
    journey,
    workspace,
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
  });
};
