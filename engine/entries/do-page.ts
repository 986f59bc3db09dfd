import { CicloError } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import type { EntryJob } from './ports.ts';
import type { ChangeProfile } from '../people/change-profile.ts';
import { ownEvent } from '../people/own-event.ts';
import { journeyOf, occurrenceAfter, peopleJob } from './plan-jobs.ts';

export type PageDeps = {
  readonly audience: AudienceStore;
  readonly changeProfile: ChangeProfile;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
  readonly log: Log;
};

type Page = {
  readonly deps: PageDeps;
  readonly live: LiveWorkspace;
  readonly job: EntryJob;
  readonly now: number;
};

const pageSize = 200;
/** Profiles worked out side by side. */
const atOnce = 16;
/** An occurrence later than this starts nothing any more, as any event. */
const lateMs = 72 * 3_600_000;
/** Everybody is gone through twice: a process may have gone by what was published before for a moment longer. */
const secondLookMs = 10_000;

/** What the next page of a job is, once this one is done. */
const after = (job: EntryJob, ids: readonly string[]): EntryJob | 'through' => {
  const cursor = ids.at(-1);
  return ids.length < pageSize || cursor === undefined ? 'through' : { ...job, cursor };
};

/** The job without its place: its next page is the first one again. */
const fromTheStart = ({ cursor: _cursor, at: _at, ...job }: EntryJob): Omit<EntryJob, 'cursor' | 'at'> => job;

/** After the first time through everybody is gone through once more, then there is nothing left to do. */
const afterPass = ({ job, now }: Page): EntryJob => {
  const passes = job.passes + 1;
  return { ...fromTheStart(job), passes, ...(passes < 2 ? { at: now + secondLookMs } : {}) };
};

const doPeople = async (page: Page): Promise<EntryJob> => {
  const { deps, live, job, now } = page;
  const { tenant } = live;
  const ids = await deps.audience.everybody({ ...behind(job), tenant, limit: pageSize });
  const work = async (profileId: string): Promise<void> => {
    try {
      await deps.changeProfile({
        tenant,
        profileId,
        id: hashId('people', job.plan, job.passes, profileId),
        now,
        apply: (profile) => profile,
        isSilent: true,
        onlyIfDifferent: true,
        datesSince: job.since,
      });
    } catch (thrown) {
      // One person must not hold up all others: erased meanwhile, or with too much to be written.
      if (!(thrown instanceof CicloError) || thrown.retryable) throw thrown;
      deps.log.warn({ tenant, profileId, error: thrown.message }, 'A profile could not be worked out again.');
    }
  };
  for (let from = 0; from < ids.length; from += atOnce) {
    await Promise.all(ids.slice(from, from + atOnce).map(work));
  }
  const next = after(job, ids);
  return next === 'through' ? afterPass(page) : next;
};

const behind = ({ cursor }: EntryJob) => (cursor === undefined ? {} : { after: cursor });

/** Tells a page of the members of a segment that a journey starts for them; each person has one event an occasion. */
const tellMembers = async (
  page: Page & {
    segment: string;
    name: string;
    occasion: string | number;
    at: number;
    properties: JsonObject;
  },
): Promise<EntryJob | 'through'> => {
  const { deps, live, job, segment, name, occasion, at, properties } = page;
  const { tenant } = live;
  const ids = await deps.audience.members({ ...behind(job), tenant, segment, limit: pageSize });
  const events = ids.map((profileId) => {
    const id = hashId(name, job.name, occasion, profileId);
    return ownEvent({ item: { id, name, properties, at }, profileId });
  });
  if (events.length > 0) await deps.accept({ tenant, events });
  return after(job, ids);
};

const doPresent = async (page: Page): Promise<EntryJob> => {
  const { live, job, now } = page;
  const journey = journeyOf({ live, name: job.name });
  if (journey === undefined || !('segment' in journey.definition.entry)) return fromTheStart(job);
  const { segment } = journey.definition.entry;
  const next = await tellMembers({
    ...page,
    segment,
    name: ownNames.present,
    occasion: job.since,
    at: now,
    properties: { journey: journey.key, segment },
  });
  return next === 'through' ? afterPass(page) : next;
};

/** Of several occurrences that went by, the last is carried out. */
const lastDue = (input: {
  live: LiveWorkspace;
  schedule: Parameters<typeof occurrenceAfter>[0]['schedule'];
  from: number;
  now: number;
}): { readonly at: number; readonly missed: number } => {
  const { live, schedule, now } = input;
  let at = input.from;
  for (let missed = 0; ; missed += 1) {
    const next = occurrenceAfter({ live, schedule, after: at });
    if (next > now) return { at, missed };
    at = next;
  }
};

const doSchedule = async (page: Page): Promise<EntryJob> => {
  const { deps, live, job, now } = page;
  const journey = journeyOf({ live, name: job.name });
  if (journey === undefined || !('schedule' in journey.definition.entry)) return fromTheStart(job);
  const { schedule, audience } = journey.definition.entry;
  const from = job.at ?? now;
  const { at, missed } =
    job.cursor === undefined ? lastDue({ live, schedule, from, now }) : { at: from, missed: 0 };
  const isLate = now - at > lateMs;
  if (missed > 0 || isLate) {
    const details = { tenant: live.tenant, journey: journey.key, missed: missed + (isLate ? 1 : 0) };
    deps.log.warn(details, 'Occurrences of a schedule went by while nobody was at work, and are left out.');
  }
  const next = isLate
    ? 'through'
    : await tellMembers({
        ...page,
        job: { ...job, at },
        segment: audience,
        name: ownNames.schedule,
        occasion: at,
        at,
        properties: { journey: journey.key, occurrence: new Date(at).toISOString() },
      });
  if (next !== 'through') return next;
  return { ...fromTheStart(job), passes: job.passes + 1, at: occurrenceAfter({ live, schedule, after: at }) };
};

/** Does one page of a job, and answers the job as it stands after it. A page may be done again without harm. */
export const doPage = (page: Page): Promise<EntryJob> => {
  const { name } = page.job;
  if (name === peopleJob) return doPeople(page);
  return name.startsWith('present:') ? doPresent(page) : doSchedule(page);
};
