import { historyMs, isStorm, usualEntries } from '../../domain/guards/entries.ts';
import type { EntriesGuard, Guards, ShareGuard } from '../../domain/guards/guard-settings.ts';
import { isOver, mostForTrip } from '../../domain/guards/share.ts';
import type { TripNumbers } from '../../domain/guards/trip.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { nominalLength, toDuration } from '../../domain/time/duration.ts';
import type { GuardCounts } from './ports.ts';

type At = {
  readonly counts: GuardCounts;
  readonly tenant: string;
  readonly journey: string;
  readonly now: number;
  /** What happened before no longer counts: a person let the journey go on. */
  readonly since: number;
};

const lengthOf = (text: string): number => nominalLength(toDuration(text));

/** Of more messages than this only the latest are judged, so that a look costs the same at any volume. */
const judgedMax = 50_000;

type Bad = { readonly count: number; readonly from: number };

const badOf = async (
  input: At & { guard: 'complaints' | 'bounces' | 'failures'; from: number; limit: number },
): Promise<Bad> => {
  const { counts, tenant, journey, guard, from, limit } = input;
  const of = { tenant, journey, from, limit };
  if (guard === 'failures') return { count: await counts.decided({ ...of, kinds: ['failed'] }), from };
  const mark = guard === 'bounces' ? 'bounce' : 'complaint';
  const { count, oldest } = await counts.marked({ ...of, mark });
  return { count, from: count < limit ? from : (oldest ?? from) };
};

const allOf = (
  input: At & { guard: 'complaints' | 'bounces' | 'failures'; from: number; limit: number },
): Promise<number> => {
  const { counts, tenant, journey, guard, from, limit } = input;
  const of = { tenant, journey, from, limit };
  if (guard === 'failures') return counts.decided({ ...of, kinds: ['failed', 'sent', 'acted'] });
  const statuses = guard === 'bounces' ? (['accepted', 'rejected'] as const) : (['accepted'] as const);
  return counts.messages({ ...of, statuses });
};

/** What went wrong is few, and counted first; all are counted only where it could be too many, and no further. */
const judgeShare = async (
  input: At & { guard: 'complaints' | 'bounces' | 'failures'; limit: ShareGuard },
): Promise<TripNumbers | undefined> => {
  const { guard, limit, now, since } = input;
  const stretch = Math.max(since, now - lengthOf(limit.within));
  const badMax = Math.ceil((judgedMax * limit.rate) / 100) + limit.of;
  const { count: bad, from } = await badOf({ ...input, from: stretch, limit: badMax });
  const most = mostForTrip({ limit, bad });
  if (most === undefined) return undefined;
  const all = await allOf({ ...input, from, limit: most + 1 });
  if (!isOver({ limit, bad, all })) return undefined;
  return { guard, bad, all, limit: limit.rate, within: limit.within };
};

/** Journeys that many people enter at one instant, as they are meant to. */
const entersMany = ({ entry }: JourneyDefinition): boolean => 'schedule' in entry || 'date' in entry;

const judgeEntries = async (
  input: At & { limit: EntriesGuard; definition: JourneyDefinition },
): Promise<TripNumbers | undefined> => {
  const { counts, tenant, journey, now, limit, since } = input;
  if (entersMany(input.definition)) return undefined;
  const withinMs = lengthOf(limit.within);
  const of = { tenant, journey };
  const start = now - withinMs;
  const floor = await counts.entered({
    ...of,
    from: Math.max(start, since),
    to: now + 1,
    limit: limit.atLeast,
  });
  if (floor < limit.atLeast) return undefined;
  const first = await counts.firstEntry(of);
  if (first === undefined) return undefined;
  const from = Math.max(first, start - historyMs);
  const beforeMs = Math.max(0, start - from);
  const count = await counts.entered({ ...of, from: Math.max(start, since), to: now + 1, limit: judgedMax });
  // So many before would make what entered usual.
  const enough = Math.ceil((count * beforeMs) / (limit.times * withinMs)) + 1;
  const before = beforeMs === 0 ? 0 : await counts.entered({ ...of, from, to: start, limit: enough });
  const counted = { count, withinMs, before, beforeMs };
  if (!isStorm({ limit, counts: counted })) return undefined;
  return { guard: 'entries', count, usual: usualEntries(counted), times: limit.times, within: limit.within };
};

/** The first guard of a journey that says it has to stop, with the numbers; undefined when none does. */
export const judgeJourney = async (
  input: At & { guards: Guards; definition: JourneyDefinition },
): Promise<TripNumbers | undefined> => {
  const { guards } = input;
  for (const guard of ['complaints', 'bounces', 'failures'] as const) {
    const limit = guards[guard];
    const over = limit === false ? undefined : await judgeShare({ ...input, guard, limit });
    if (over !== undefined) return over;
  }
  return guards.entries === false ? undefined : judgeEntries({ ...input, limit: guards.entries });
};
