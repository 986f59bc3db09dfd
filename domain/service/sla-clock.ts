import { addBusinessTime, type BusinessCalendar, businessTimeBetween } from '../time/business-hours.ts';

/** The clock of one target of a record. Times in milliseconds, instants in epoch milliseconds. */
export type TargetClock = {
  readonly target: string;
  /** How much time there is. */
  readonly limit: number;
  /** How much was used until it began to run the last time. */
  readonly used: number;
  /** Since when it runs; absent while it stands still. */
  readonly since?: number;
  /** When the time is over, while it runs; absent where nobody ever works. */
  readonly dueAt?: number;
  readonly warned?: true;
  readonly breached?: true;
  /** When the target was met. */
  readonly metAt?: number;
};

/** The clocks of a record. */
export type SlaClock = {
  readonly targets: readonly TargetClock[];
  /** When the next of them has something to say; absent when none has. */
  readonly nextAt?: number;
};

/** How a target of a record stands now. */
export type TargetNow = {
  readonly target: string;
  /** Undefined: it does not concern the record as it is. */
  readonly limit: number | undefined;
  /** At how much used time it is warned. */
  readonly warnAfter: number;
  readonly isMet: boolean;
  readonly isPaused: boolean;
};

type Timing = { readonly now: number; readonly calendar: BusinessCalendar | undefined };

/** How much time counts between two instants; all of it without a calendar. */
const counted = (from: number, to: number, calendar: BusinessCalendar | undefined): number =>
  calendar === undefined ? Math.max(0, to - from) : businessTimeBetween({ from, to, calendar });

const after = (from: number, time: number, calendar: BusinessCalendar | undefined): number | undefined =>
  calendar === undefined ? from + Math.max(0, time) : addBusinessTime({ from, time, calendar });

/** How much time of a target is used by now, in milliseconds. */
export const usedBy = (clock: TargetClock, { now, calendar }: Timing): number =>
  clock.since === undefined ? clock.used : clock.used + counted(clock.since, now, calendar);

/** The clock goes on as it was, starts to run now, or stands still from now on. */
const anchored = (input: {
  before: TargetClock | undefined;
  used: number;
  runs: boolean;
  now: number;
}): { readonly used: number; readonly since?: number } => {
  const { before, used, runs, now } = input;
  if (!runs) return { used };
  return before?.since === undefined ? { used, since: now } : { used: before.used, since: before.since };
};

/** One clock at an instant: a target that is met or paused stands still, and goes on with what it used when it is neither. */
const turned = (input: {
  before: TargetClock | undefined;
  target: TargetNow;
  timing: Timing;
}): TargetClock | undefined => {
  const { before, target, timing } = input;
  const { now, calendar } = timing;
  const limit = target.limit ?? before?.limit;
  if (limit === undefined) return undefined;
  const used = before === undefined ? 0 : usedBy(before, timing);
  const { isMet } = target;
  const runs = !isMet && !target.isPaused && target.limit !== undefined;
  // What is met at the very instant at which the time is over is met in time.
  const isLate = isMet && before?.breached !== true ? used > limit : used >= limit;
  const anchor = anchored({ before, used, runs, now });
  const dueAt = anchor.since === undefined ? undefined : after(anchor.since, limit - anchor.used, calendar);
  return {
    target: target.target,
    limit,
    ...anchor,
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(used >= target.warnAfter ? { warned: true as const } : {}),
    ...(isLate ? { breached: true as const } : {}),
    ...(isMet ? { metAt: before?.metAt ?? now } : {}),
  };
};

/** When a running clock has something to say next. */
const nextOf = (clock: TargetClock, warnAfter: number, { calendar }: Timing): number | undefined => {
  const { since, used, dueAt, warned, breached } = clock;
  if (since === undefined || breached === true) return undefined;
  return warned === true ? dueAt : after(since, warnAfter - used, calendar);
};

/**
 * The clocks of a record at an instant. Only a change of what counts (met, paused, its time) moves a clock, so it does not matter how
 * often it is looked at. Undefined when nothing concerns the record.
 */
export const turnClock = (
  input: Timing & { before: SlaClock | undefined; targets: readonly TargetNow[] },
): SlaClock | undefined => {
  const { before, now, calendar } = input;
  const timing = { now, calendar };
  const turnedAll = input.targets.flatMap((target) => {
    const old = before?.targets.find((one) => one.target === target.target);
    const clock = turned({ before: old, target, timing });
    return clock === undefined ? [] : [{ clock, warnAfter: target.warnAfter }];
  });
  if (turnedAll.length === 0) return undefined;
  const next = turnedAll.flatMap(({ clock, warnAfter }) => nextOf(clock, warnAfter, timing) ?? []);
  return {
    targets: turnedAll.map(({ clock }) => clock),
    ...(next.length === 0 ? {} : { nextAt: Math.min(...next) }),
  };
};

/** What a clock came to say between two looks. */
export type SlaNews = { readonly kind: 'warned' | 'breached'; readonly clock: TargetClock };

/** What is news of the clocks of a record: each warning and each breach once. A breach that comes before its warning was told stands for both. */
export const slaNews = (before: SlaClock | undefined, after: SlaClock | undefined): readonly SlaNews[] =>
  (after?.targets ?? []).flatMap((clock): SlaNews[] => {
    const old = before?.targets.find(({ target }) => target === clock.target);
    if (clock.breached === true) return old?.breached === true ? [] : [{ kind: 'breached', clock }];
    const isNew = clock.warned === true && clock.metAt === undefined && old?.warned !== true;
    return isNew ? [{ kind: 'warned', clock }] : [];
  });
