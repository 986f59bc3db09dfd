import { hashId } from '../../domain/hash.ts';
import { nextOccurrence, type Schedule } from '../../domain/time/schedule.ts';
import type { LiveJourney, LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EntryJob } from './ports.ts';

/** Everybody's memberships and dates are worked out again. */
export const peopleJob = 'people';

/** A job as it should be; `at` is when it is due the first time. */
export type WantedJob = Pick<EntryJob, 'name' | 'plan' | 'since'> & { readonly at: number };

/** What was published so long ago at most begins from its publication; anything older from now. */
const graceMs = 3_600_000;

const startOf = (publishedAt: number, now: number): number =>
  publishedAt >= now - graceMs ? publishedAt : now;

/** The journey a job is of. */
export const journeyOf = (input: { live: LiveWorkspace; name: string }): LiveJourney | undefined =>
  input.live.journeys.get(input.name.slice(input.name.indexOf(':') + 1));

/** The next time a schedule comes round, by the local time of the business. */
export const occurrenceAfter = (input: { live: LiveWorkspace; schedule: Schedule; after: number }): number =>
  nextOccurrence({ ...input, zone: input.live.published.settings.timezone });

const ofJourney = (input: {
  live: LiveWorkspace;
  journey: LiveJourney;
  now: number;
}): readonly WantedJob[] => {
  const { live, journey, now } = input;
  const { entry } = journey.definition;
  const since = startOf(journey.publishedAt, now);
  if ('schedule' in entry) {
    const { schedule, audience } = entry;
    const { timezone } = live.published.settings;
    const plan = hashId(JSON.stringify(schedule), audience, timezone);
    const at = occurrenceAfter({ live, schedule, after: since });
    return [{ name: `schedule:${journey.key}`, plan, since, at }];
  }
  if ('segment' in entry && entry.present && entry.when === 'joins') {
    return [{ name: `present:${journey.key}`, plan: hashId(entry.segment), since, at: now }];
  }
  return [];
};

/**
 * The work there is to do for the journeys that take people in: of what is published now alone, so that a crash right
 * after a publication loses none of it.
 */
export const wantedJobs = (input: { live: LiveWorkspace; now: number }): readonly WantedJob[] => {
  const { live, now } = input;
  const taking = [...live.journeys.values()].filter((journey) => journey.takesEntries);
  const published = taking.filter(({ definition }) => 'date' in definition.entry);
  const since = startOf(Math.max(0, ...published.map((journey) => journey.publishedAt)), now);
  return [
    { name: peopleJob, plan: live.peoplePlan, since, at: now },
    ...taking.flatMap((journey) => ofJourney({ live, journey, now })),
  ];
};
