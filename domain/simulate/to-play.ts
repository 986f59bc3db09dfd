import type { TenantSettings } from '../workspace/tenant-settings.ts';
import type { PlayInput, SimulatedEntry, SimulatedTask } from './simulation.ts';
import { momentOf } from './moment.ts';
import { type Story, toEvents, toProfile } from './story.ts';
import { toRecordActs } from './story-records.ts';

/** When a story begins (epoch milliseconds); a time without a zone is local to the shop. */
export const startOf = (input: { story: Pick<Story, 'start'>; settings: TenantSettings }): number =>
  momentOf({ text: input.story.start, start: 0, zone: input.settings.timezone });

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
export type KnownPerson = Pick<PlayInput, 'profile' | 'history' | 'suppressed' | 'issued' | 'records'>;

/** What a story tells, as a play of one person, the one of the story or one that is known. */
export const toPlay = (input: {
  settings: TenantSettings;
  story: Story;
  person?: KnownPerson | undefined;
}): PlayInput => {
  const { settings, story, person } = input;
  const { tenant, timezone: zone } = settings;
  const start = startOf(input);
  const { until, enter, choose, results, suppressed, holdout } = story;
  return {
    profile: toProfile({ person: story.profile, tenant, start }),
    events: toEvents({ events: story.events, start, zone, tenant }),
    acts: toRecordActs({
      records: story.records,
      start,
      momentOf: (text) => momentOf({ text, start, zone }),
    }),
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
