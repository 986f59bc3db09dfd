import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { Conditions } from '../../domain/rules/conditions.ts';
import { toMongoPlan } from '../../domain/rules/mongo/mongo-plan.ts';
import { readPath } from '../../domain/rules/path.ts';
import { dateOf, nextAnniversary } from '../../domain/time/date-attribute.ts';
import { nextOccurrence } from '../../domain/time/schedule.ts';
import { textTrait, type Profile } from '../../domain/profiles/profile.ts';
import { zoneOf } from '../../domain/time/zone.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { PublishedWorkspace } from './ports.ts';

type Deps = { readonly audience: AudienceStore; readonly profiles: Pick<ProfileStore, 'get'> };

type Of = { deps: Deps; workspace: PublishedWorkspace; now: number };

/** What is due within this time counts as at once. */
const soonMs = 24 * 3_600_000;
const pageSize = 500;

/** How many are in a segment as the workspace has it, whether or not that is published yet. */
const sizeOfSegment = async (input: Of & { key: string }): Promise<number> => {
  const { deps, workspace, now, key } = input;
  const { tenant } = workspace;
  const segment = workspace.segments.find((one) => one.key === key);
  if (segment === undefined) return 0;
  if (!('when' in segment)) return workspace.lists[segment.list]?.length ?? 0;
  const plan = toMongoPlan({
    conditions: segment.when,
    now,
    zone: workspace.settings.timezone,
    tenant,
    layout: deps.audience.layout,
  });
  return plan.ok
    ? deps.audience.size({ tenant, plan: plan.value })
    : deps.audience.count({ tenant, segment: key });
};

type DateEntry = Extract<JourneyDefinition['entry'], { date: string }>;

const isDueSoon = (input: { profile: Profile; entry: DateEntry; zone: string; now: number }): boolean => {
  const { profile, entry, now } = input;
  const zone = zoneOf({ profile: textTrait(profile, 'timezone'), tenant: input.zone });
  const value = readPath({ value: profile, path: entry.date });
  const { at, offset } = entry;
  const due = entry.yearly
    ? nextAnniversary({ value, from: now, zone, at, offset })
    : dateOf({ value, zone, at, offset });
  return due !== undefined && due >= now && due < now + soonMs;
};

/** How many people's date comes within a day; everybody who has the date is looked at, page by page. */
const sizeOfDate = async (input: Of & { entry: DateEntry }): Promise<number> => {
  const { deps, workspace, now, entry } = input;
  const { tenant, settings } = workspace;
  const zone = settings.timezone;
  const conditions: Conditions = {
    all: [{ fact: 'profile', path: entry.date, operator: 'exists', value: true }],
  };
  const plan = toMongoPlan({ conditions, now, zone, tenant, layout: deps.audience.layout });
  if (!plan.ok) return 0;
  let count = 0;
  let after: string | undefined;
  do {
    const behind = after === undefined ? {} : { after };
    const ids = await deps.audience.find({ tenant, plan: plan.value, limit: pageSize, ...behind });
    const found = await Promise.all(ids.map((profileId) => deps.profiles.get({ tenant, profileId })));
    count += found.filter(
      (profile) => profile !== undefined && isDueSoon({ profile, entry, zone, now }),
    ).length;
    after = ids.length < pageSize ? undefined : ids.at(-1);
  } while (after !== undefined);
  return count;
};

/**
 * How many people a journey would take in at once if it went live now: the present members of its segment, an
 * audience whose schedule is due within a day, the people whose date comes within a day. Nobody where people come
 * one by one.
 */
export const countEntrants = async (input: Of & { definition: JourneyDefinition }): Promise<number> => {
  const { definition, workspace, now } = input;
  const { entry } = definition;
  const most = Math.min(
    entry.caps?.total ?? Infinity,
    entry.caps?.day ?? Infinity,
    entry.caps?.perRun ?? Infinity,
  );
  const capped = (count: number): number => Math.min(count, most);
  if ('segment' in entry) {
    const enters = entry.present && entry.when === 'joins';
    return enters ? capped(await sizeOfSegment({ ...input, key: entry.segment })) : 0;
  }
  if ('schedule' in entry) {
    const zone = workspace.settings.timezone;
    const next = nextOccurrence({ after: now, schedule: entry.schedule, zone });
    return next < now + soonMs ? capped(await sizeOfSegment({ ...input, key: entry.audience })) : 0;
  }
  return 'date' in entry ? capped(await sizeOfDate({ ...input, entry })) : 0;
};
